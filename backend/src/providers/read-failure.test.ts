import { expect, test } from 'vitest';
import type { HttpAnswer } from './http-messages.ts';
import { failureOfSilence, failureOfStatus, retryAfterOf, type Stage } from './read-failure.ts';

const answer = (
  status: number,
  headers: Record<string, string> = {},
  body?: HttpAnswer['body'],
): HttpAnswer => ({
  kind: 'http',
  status,
  headers,
  body,
});

test.each([
  ['seconds', { 'retry-after': '7' }, { retryAfterMs: 7000 }],
  ['parts of a second', { 'retry-after': '0.5' }, { retryAfterMs: 500 }],
  [
    "a date, by the vendor's own clock",
    { 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT', date: 'Wed, 21 Oct 2026 07:28:00 GMT' },
    { retryAfterMs: 30_000 },
  ],
  ['an hour, which is too long to wait', { 'retry-after': '3600' }, { retryAfterMs: 300_000 }],
  [
    'a date that has passed',
    { 'retry-after': 'Wed, 21 Oct 2026 07:00:00 GMT', date: 'Wed, 21 Oct 2026 07:28:00 GMT' },
    {},
  ],
  ['a date without a clock', { 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT' }, {}],
  ['nonsense', { 'retry-after': 'soon' }, {}],
  ['less than nothing', { 'retry-after': '-5' }, {}],
  ['nothing', {}, {}],
])('Retry-After with %s', (_what, headers, expected) => {
  expect(retryAfterOf(answer(429, headers))).toEqual(expected);
});

test.each([
  ['start', true, false, 'outcome_unknown'],
  ['start', true, true, 'unavailable'],
  ['start', false, false, 'unavailable'],
  ['check', true, false, 'unavailable'],
  ['prepare', true, false, 'unavailable'],
] as const)('silence at %s, heard %s, repeatable %s: %s', (stage, mayHaveBeenHeard, isRepeatable, kind) => {
  const silence = { kind: 'silence', mayHaveBeenHeard, detail: 'timed_out (answer)' } as const;
  expect(failureOfSilence(silence, stage, isRepeatable).kind).toBe(kind);
});

test.each([
  [401, 'start', undefined, 'bad_key'],
  [402, 'start', undefined, 'insufficient_vendor_credit'],
  [403, 'check', { error: 'x' }, 'bad_key'],
  [403, 'check', undefined, 'unavailable'],
  [307, 'start', undefined, 'rejected'],
  [404, 'start', undefined, 'rejected'],
  [404, 'check', { detail: 'not found' }, 'outcome_unknown'],
  [429, 'start', undefined, 'rate_limited'],
  [408, 'start', { error: 'x' }, 'outcome_unknown'],
  [500, 'start', { error: 'x' }, 'outcome_unknown'],
  [504, 'start', { error: 'x' }, 'outcome_unknown'],
  [500, 'check', { error: 'x' }, 'unavailable'],
  [500, 'prepare', { error: 'x' }, 'unavailable'],
  [500, 'start', undefined, 'outcome_unknown'],
  [502, 'start', undefined, 'outcome_unknown'],
  [502, 'check', undefined, 'unavailable'],
  [503, 'start', undefined, 'unavailable'],
  [503, 'start', { error: 'x' }, 'unavailable'],
] as const)('status %i at %s with body %j means %s', (status, stage: Stage, body, kind) => {
  expect(failureOfStatus(answer(status, {}, body), stage, { isRepeatable: false })?.kind).toBe(kind);
});
