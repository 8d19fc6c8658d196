/** The only reasons for which a test may be left out; every other skipped test counts as a failed one. */
export const NO_PYTHON = 'this machine has no python3';
const REASONS = [NO_PYTHON] as const;

type Reason = (typeof REASONS)[number];

/** The title of a test that some machines cannot run: where it is left out, it says why. */
export const leftOutUnless = (canRun: boolean, title: string, reason: Reason): string =>
  canRun ? title : `${title} (left out: ${reason})`;

/** Whether a skipped test says one of the reasons. */
export const isLeftOut = (title: string): boolean =>
  REASONS.some((reason) => title.endsWith(`(left out: ${reason})`));
