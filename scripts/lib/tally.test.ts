import { describe, expect, it } from 'vitest';
import { tallyReport } from './tally.ts';

const file = (statuses: readonly string[], status = 'passed') => ({
  name: 'a.test.ts',
  status,
  assertionResults: statuses.map((each) => ({ status: each })),
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
