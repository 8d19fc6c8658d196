import { isLeftOut } from './left-out.ts';

/** Tests counted so far. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** The part of vitest's JSON report that is counted (its `json` reporter, in Jest's form). */
interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string; readonly title: string }[];
  }[];
}

export const addTallies = (a: Tally, b: Tally): Tally => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
});

const wasLeftOut = ({ status, title }: { status: string; title: string }): boolean =>
  status === 'skipped' && isLeftOut(title);

/** Titles of the tests that say why this machine cannot run them; they count neither as passed nor as failed. */
export function leftOutTests(reportJson: string): readonly string[] {
  const report: Report = JSON.parse(reportJson);
  return report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(wasLeftOut).map(({ title }) => title),
  );
}

/**
 * Counts a vitest report. Whatever did not pass has failed: skipped and to-do tests, files that could not be
 * loaded, an empty run, and a run that calls itself unsuccessful for another reason (an unhandled error). Only a test
 * that was left out for one of the known reasons does not count.
 */
export function tallyReport(reportJson: string, exitCode: number): Tally {
  const report: Report = JSON.parse(reportJson);
  let passed = 0;
  let failed = 0;
  for (const { status, assertionResults } of report.testResults) {
    const passedHere = assertionResults.filter((result) => result.status === 'passed').length;
    passed += passedHere;
    failed += assertionResults.filter((result) => !wasLeftOut(result)).length - passedHere;
    if (assertionResults.length === 0 || (status === 'failed' && passedHere === assertionResults.length))
      failed += 1;
  }
  const isRed = !report.success || exitCode !== 0 || passed + failed === 0;
  return { passed, failed: failed === 0 && isRed ? 1 : failed };
}
