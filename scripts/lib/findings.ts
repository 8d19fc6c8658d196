/** One fault a check found. */
export interface Finding {
  /** The place to look at, e.g. `backend/src/http/routes/tasks.ts:12`. */
  readonly place: string;
  readonly problem: string;
  /** One sentence: what to do instead. */
  readonly advice: string;
}

/** A check of the repository at `root`; no findings means it passed. */
export type Check = (root: string) => readonly Finding[] | Promise<readonly Finding[]>;

/** Runs a check and prints its outcome. A check that throws has failed. Resolves to whether it passed. */
export async function passesCheck(name: string, check: Check, root: string): Promise<boolean> {
  const findings = await check(root);
  for (const { place, problem, advice } of findings) console.error(`${place}\n  ${problem}\n  ${advice}`);
  console.log(findings.length === 0 ? `ok   ${name}` : `FAIL ${name}: ${findings.length} finding(s)`);
  return findings.length === 0;
}
