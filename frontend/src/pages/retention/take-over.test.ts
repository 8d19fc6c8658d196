import type { RetentionRule } from '@atelier/shared/contracts/retention';
import { describe, expect, it } from 'vitest';
import { daysWithout } from './take-over.ts';

const rule = (
  id: string,
  taskType: string | null,
  userId: string | null,
  keepDays: number | null,
): RetentionRule => ({ id, taskType, userId, keepDays, email: null, updatedAt: '2026-01-01T12:00:00.000Z' });

const general = rule('all', null, null, 30);
const clean = rule('clean', 'basic_clean', null, 7);
const anna = rule('anna', null, 'anna', 90);
const annaClean = rule('anna-clean', 'basic_clean', 'anna', null);

describe('daysWithout', () => {
  it('is nothing for the only rule: then everything is kept', () => {
    expect(daysWithout(general, [general])).toBeUndefined();
  });

  it('takes the most specific of the rules that cover all of it', () => {
    expect(daysWithout(annaClean, [general, clean, anna, annaClean])).toBe(90);
    expect(daysWithout(annaClean, [general, clean, annaClean])).toBe(7);
    expect(daysWithout(annaClean, [general, annaClean])).toBe(30);
  });

  it('takes the shortest of the rules that share it', () => {
    const forever = { ...anna, keepDays: null };
    expect(daysWithout(forever, [general, clean, forever])).toBe(7);
  });

  it('is nothing where the next rule keeps longer', () => {
    expect(daysWithout(clean, [general, clean])).toBeUndefined();
  });

  it('leaves out rules for others', () => {
    expect(daysWithout(annaClean, [rule('poses', 'model_pose12', null, 1), annaClean])).toBeUndefined();
  });
});
