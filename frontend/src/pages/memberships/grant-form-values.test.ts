import { describe, expect, it } from 'vitest';
import { faultsIn, NEW_MEMBERSHIP, periodsOf, requestOf } from './grant-form-values.ts';

const filled = { ...NEW_MEMBERSHIP, account: ' Anna@example.com ', plan: 'Pro' };

describe('the form for a membership', () => {
  it('names an account by address or by id', () => {
    expect(requestOf(filled)).toEqual({
      email: 'Anna@example.com',
      plan: 'Pro',
      months: 12,
      creditsPerPeriod: 0,
      periodMonths: 1,
    });
    expect(requestOf({ ...filled, account: 'user_1' })).toMatchObject({ userId: 'user_1' });
  });

  it('begins a day at midnight here', () => {
    const { startsAt } = requestOf({ ...filled, startsOn: '2026-03-01' });
    expect(startsAt).toBe(new Date(2026, 2, 1).toISOString());
  });

  it('finds what cannot be sent', () => {
    expect(faultsIn(filled)).toEqual([]);
    expect(faultsIn(NEW_MEMBERSHIP)).toEqual(['account', 'plan']);
    const wrong = { ...filled, months: '0', creditsPerPeriod: '1.5', periodMonths: '' };
    expect(faultsIn(wrong)).toEqual(['months', 'creditsPerPeriod', 'periodMonths']);
    expect(periodsOf(wrong)).toBeUndefined();
  });

  it('counts the periods that begin before the end', () => {
    expect(periodsOf({ ...filled, months: '12', periodMonths: '3' })).toBe(4);
    expect(periodsOf({ ...filled, months: '7', periodMonths: '3' })).toBe(3);
  });
});
