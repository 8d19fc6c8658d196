import { describe, expect, it } from 'vitest';
import { leftOutUnless, NO_PYTHON } from './left-out.ts';
import { leftOutTests, tallyReport } from './tally.ts';

const file = (statuses: readonly string[], status = 'passed') => ({
  name: 'a.test.ts',
  status,
  assertionResults: statuses.map((each) => ({ status: each, title: `a ${each} test` })),
});
const report = (testResults: readonly object[], success = true) => JSON.stringify({ success, testResults });

describe('the count of a test run', () => {
  it('adds up passed and failed tests', () => {
    const text = report([file(['passed', 'failed'], 'failed'), file(['passed'])], false);
    expect(tallyReport(text, 1)).toEqual({ passed: 2, failed: 1 });
  });

  it.each(['skipped', 'pending', 'todo', 'disabled'])('counts a %s test as failed', (status) => {
    expect(tallyReport(report([file(['passed', status])]), 0)).toEqual({ passed: 1, failed: 1 });
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
    expect(tallyReport(withIt('skipped', title), 0)).toEqual({ passed: 1, failed: 0 });
    expect(leftOutTests(withIt('skipped', title))).toEqual([title]);
    // Neither an invented reason nor a failure passes for one.
    expect(tallyReport(withIt('skipped', 'snakes (left out: no time)'), 0)).toEqual({ passed: 1, failed: 1 });
    expect(tallyReport(withIt('failed', title), 1)).toEqual({ passed: 1, failed: 1 });
    expect(leftOutTests(withIt('failed', title))).toEqual([]);
  });

  it('counts a file that could not be loaded', () => {
    expect(tallyReport(report([file([], 'failed'), file(['passed'])], false), 1)).toEqual({
      passed: 1,
      failed: 1,
    });
  });

  it('counts a file whose hooks failed although its tests passed', () => {
    expect(tallyReport(report([file(['passed'], 'failed')], false), 1)).toEqual({ passed: 1, failed: 1 });
  });

  it('never calls an empty run a success', () => {
    expect(tallyReport(report([]), 0)).toEqual({ passed: 0, failed: 1 });
  });

  it('counts an unhandled error and a crash after the tests', () => {
    expect(tallyReport(report([file(['passed'])], false), 0)).toEqual({ passed: 1, failed: 1 });
    expect(tallyReport(report([file(['passed'])]), 139)).toEqual({ passed: 1, failed: 1 });
  });
});
