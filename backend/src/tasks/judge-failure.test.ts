import { expect, test } from 'vitest';
import { judgeFailure, nextCheckMs } from './judge-failure.ts';

const most = () => 1;
const start = { asked: 'start', failingMs: 0, patienceMs: 600_000, isLate: false } as const;
const check = { ...start, asked: 'check' } as const;

test.each([
  ['rejected', start, { kind: 'fail', mayHaveCost: false }],
  ['rejected', check, { kind: 'fail', mayHaveCost: false }],
  ['content_refused', check, { kind: 'fail', mayHaveCost: false }],
  ['outcome_unknown', start, { kind: 'fail', mayHaveCost: true }],
  ['bad_key', start, { kind: 'fail', mayHaveCost: false }],
  ['bad_key', check, { kind: 'check_later', delayMs: 5000 }],
  ['insufficient_vendor_credit', start, { kind: 'fail', mayHaveCost: false }],
  ['insufficient_vendor_credit', check, { kind: 'check_later', delayMs: 5000 }],
  ['rate_limited', start, { kind: 'start_later', delayMs: 2000 }],
  ['unavailable', check, { kind: 'check_later', delayMs: 5000 }],
  ['unavailable', { ...check, isLate: true }, { kind: 'fail', mayHaveCost: true }],
  ['bad_key', { ...check, isLate: true }, { kind: 'fail', mayHaveCost: true }],
  ['rate_limited', { ...start, isLate: true }, { kind: 'start_later', delayMs: 2000 }],
  ['rate_limited', { ...start, failingMs: 600_000 }, { kind: 'fail', mayHaveCost: false }],
] as const)('%s, %j: %j', (kind, facts, verdict) => {
  expect(judgeFailure({ kind }, facts, most)).toEqual(verdict);
});

test('a vendor that names a time is asked again then', () => {
  expect(judgeFailure({ kind: 'rate_limited', retryAfterMs: 7 }, start)).toEqual({
    kind: 'start_later',
    delayMs: 7,
  });
});

test('distances grow with the trouble, up to a limit, and a day of it is some three hundred questions', () => {
  let failingMs = 0;
  let asked = 0;
  const dayMs = 24 * 3_600_000;
  for (; failingMs < dayMs; asked += 1) {
    const verdict = judgeFailure({ kind: 'rate_limited' }, { ...start, failingMs, patienceMs: dayMs }, most);
    if (verdict.kind !== 'start_later') throw new Error('given up too early');
    expect(verdict.delayMs).toBeLessThanOrEqual(300_000);
    failingMs += verdict.delayMs;
  }
  expect(asked).toBeLessThan(320);
});

test('checks last until the deadline, however long it is', () => {
  for (const [deadlineMs, wantedMs] of [
    [30 * 60_000, undefined],
    [30 * 60_000, 1000],
    [10 * 60_000, undefined],
    [2 * 60_000, 10],
  ] as const) {
    let nowMs = 0;
    let check_count = 0;
    const deadline_at = new Date(deadlineMs).toISOString();
    while (nowMs < deadlineMs) {
      check_count += 1;
      nowMs += nextCheckMs({ check_count, deadline_at }, wantedMs, new Date(nowMs));
    }
    expect(check_count).toBeLessThanOrEqual(180);
    expect(nextCheckMs({ check_count: 1, deadline_at }, wantedMs, new Date(0))).toBe(wantedMs ?? 5000);
  }
});
