import { describe, expect, test } from 'vitest';
import { addMonths, periodBeginning } from './membership-periods.ts';

describe('calendar months', () => {
  test.each([
    ['2026-01-31T10:00:00.000Z', 1, '2026-02-28T10:00:00.000Z'],
    ['2028-01-31T10:00:00.000Z', 1, '2028-02-29T10:00:00.000Z'],
    ['2026-08-31T23:59:59.999Z', 1, '2026-09-30T23:59:59.999Z'],
    ['2026-11-15T00:00:00.000Z', 3, '2027-02-15T00:00:00.000Z'],
    ['2024-02-29T00:00:00.000Z', 12, '2025-02-28T00:00:00.000Z'],
    ['2026-05-31T00:00:00.000Z', 0, '2026-05-31T00:00:00.000Z'],
  ])('%s and %i months later is %s', (at, months, expected) => {
    expect(addMonths(at, months)).toBe(expected);
  });
});

describe('periods', () => {
  const rule = {
    starts_at: '2026-01-31T00:00:00.000Z',
    ends_at: '2026-04-30T00:00:00.000Z',
    period_months: 1,
    credits_per_period: 10,
  };

  test('begin on the day of the beginning, and none begins at the end', () => {
    const beginnings = [0, 1, 2, 3].map((index) => periodBeginning(rule, index));
    expect(beginnings).toEqual([
      '2026-01-31T00:00:00.000Z',
      '2026-02-28T00:00:00.000Z',
      '2026-03-31T00:00:00.000Z',
      null,
    ]);
  });

  test('a plan without credits has none to wait for', () => {
    expect(periodBeginning({ ...rule, credits_per_period: 0 }, 0)).toBeNull();
  });
});
