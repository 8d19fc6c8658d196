import { relative } from 'node:path';
import { isLeftOut } from './left-out.ts';
import { ROOT } from './paths.ts';

/** Tests counted so far. */
export interface Tally {
  readonly passed: number;
  /** One text for each test that failed: what it was and what it said. */
  readonly failures: readonly string[];
}

/** One test in vitest's JSON report. */
interface TestResult {
  readonly status: string;
  readonly title: string;
  readonly fullName: string;
  /** Each with its stack; absent where a test never ran. */
  readonly failureMessages?: readonly string[];
}

/** The part of vitest's JSON report that is counted (its `json` reporter, in Jest's form). */
interface Report {
  readonly success: boolean;
  readonly testResults: readonly {
    /** The test file's path. */
    readonly name: string;
    readonly status: string;
    /** Why the file as a whole failed; empty when only its tests did. */
    readonly message?: string;
    readonly assertionResults: readonly TestResult[];
  }[];
}

export const NOTHING_RAN: Tally = { passed: 0, failures: [] };

export const addTallies = (a: Tally, b: Tally): Tally => ({
  passed: a.passed + b.passed,
  failures: [...a.failures, ...b.failures],
});

/** The tally of one thing that was tried; `failure` says what went wrong, if anything did. */
export const tallyOf = (failure: string | undefined): Tally =>
  failure === undefined ? { passed: 1, failures: [] } : { passed: 0, failures: [failure] };

const wasLeftOut = ({ status, title }: { status: string; title: string }): boolean =>
  status === 'skipped' && isLeftOut(title);

/** Titles of the tests that say why this machine cannot run them; they count neither as passed nor as failed. */
export function leftOutTests(reportJson: string): readonly string[] {
  const report: Report = JSON.parse(reportJson);
  return report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(wasLeftOut).map(({ title }) => title),
  );
}

/** A test's name, and what it said or how it was left. */
const describeFailure = (file: string, { fullName, status, failureMessages = [] }: TestResult): string =>
  [`${relative(ROOT, file)} > ${fullName}`, failureMessages.join('\n') || `it is ${status}`].join('\n');

/**
 * Counts a vitest report. Whatever did not pass has failed: skipped and to-do tests, files that could not be
 * loaded, an empty run, and a run that calls itself unsuccessful for another reason (an unhandled error). Only a test
 * that was left out for one of the known reasons does not count.
 */
export function tallyReport(reportJson: string, exitCode: number): Tally {
  const report: Report = JSON.parse(reportJson);
  let passed = 0;
  const failures: string[] = [];
  for (const { name, status, message, assertionResults } of report.testResults) {
    const counted = assertionResults.filter((result) => !wasLeftOut(result));
    const failedHere = counted.filter((result) => result.status !== 'passed');
    passed += counted.length - failedHere.length;
    failures.push(...failedHere.map((result) => describeFailure(name, result)));
    if (assertionResults.length === 0 || (status === 'failed' && failedHere.length === 0))
      failures.push(`${relative(ROOT, name)}\n${message || 'the file failed outside its tests'}`);
  }
  const isRed = !report.success || exitCode !== 0 || passed + failures.length === 0;
  if (failures.length === 0 && isRed)
    failures.push(`vitest ended with ${exitCode} although no test failed: an error outside the tests`);
  return { passed, failures };
}
