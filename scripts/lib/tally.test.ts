import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { leftOutUnless, NO_PYTHON } from './left-out.ts';
import { ROOT } from './paths.ts';
import { leftOutTests, tallyReport } from './tally.ts';

const file = (statuses: readonly string[], status = 'passed') => ({
  name: join(ROOT, 'a.test.ts'),
  status,
  assertionResults: statuses.map((each) => ({
    status: each,
    title: `a ${each} test`,
    fullName: `something: a ${each} test`,
    failureMessages: each === 'failed' ? ['Error: 1 is not 2'] : [],
  })),
});
/** The count of a report, its failures as a number. */
const countOf = (text: string, exitCode: number) => {
  const { passed, failures } = tallyReport(text, exitCode);
  return { passed, failed: failures.length };
};
const report = (testResults: readonly object[], success = true) => JSON.stringify({ success, testResults });

describe('the count of a test run', () => {
  it('adds up passed and failed tests', () => {
    const text = report([file(['passed', 'failed'], 'failed'), file(['passed'])], false);
    expect(countOf(text, 1)).toEqual({ passed: 2, failed: 1 });
  });

  it('says which test failed and why, or how the file did', () => {
    expect(tallyReport(report([file(['failed', 'skipped', 'passed'], 'failed')], false), 1).failures).toEqual(
      [
        'a.test.ts > something: a failed test\nError: 1 is not 2',
        'a.test.ts > something: a skipped test\nit is skipped',
      ],
    );
    const unloaded = { ...file([], 'failed'), message: 'no such module' };
    expect(tallyReport(report([unloaded], false), 1).failures).toEqual(['a.test.ts\nno such module']);
    expect(tallyReport(report([file(['passed'])], false), 1).failures).toEqual([
      'vitest ended with 1 although no test failed: an error outside the tests',
    ]);
  });

  it.each(['skipped', 'pending', 'todo', 'disabled'])('counts a %s test as failed', (status) => {
    expect(countOf(report([file(['passed', status])]), 0)).toEqual({ passed: 1, failed: 1 });
  });

  it('names a test that this machine cannot run, and counts it neither way', () => {
    const title = leftOutUnless(false, 'snakes', NO_PYTHON);
    const withIt = (status: string, itsTitle: string) =>
      report([
        {
          ...file(['passed']),
          assertionResults: [
            { status: 'passed', title: 'a' },
            { status, title: itsTitle },
          ],
        },
      ]);
    expect(title).toBe('snakes (left out: this machine has no python3)');
    expect(countOf(withIt('skipped', title), 0)).toEqual({ passed: 1, failed: 0 });
    expect(leftOutTests(withIt('skipped', title))).toEqual([title]);
    // Neither an invented reason nor a failure passes for one.
    expect(countOf(withIt('skipped', 'snakes (left out: no time)'), 0)).toEqual({ passed: 1, failed: 1 });
    expect(countOf(withIt('failed', title), 1)).toEqual({ passed: 1, failed: 1 });
    expect(leftOutTests(withIt('failed', title))).toEqual([]);
  });

  it('counts a file that could not be loaded', () => {
    expect(countOf(report([file([], 'failed'), file(['passed'])], false), 1)).toEqual({
      passed: 1,
      failed: 1,
    });
  });

  it('counts a file whose hooks failed although its tests passed', () => {
    expect(countOf(report([file(['passed'], 'failed')], false), 1)).toEqual({ passed: 1, failed: 1 });
  });

  it('never calls an empty run a success', () => {
    expect(countOf(report([]), 0)).toEqual({ passed: 0, failed: 1 });
  });

  it('counts an unhandled error and a crash after the tests', () => {
    expect(countOf(report([file(['passed'])], false), 0)).toEqual({ passed: 1, failed: 1 });
    expect(countOf(report([file(['passed'])]), 139)).toEqual({ passed: 1, failed: 1 });
  });
});
