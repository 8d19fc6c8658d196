import { expect, test } from 'vitest';
import { ERRORS, type ErrorCode } from '../errors.ts';
import { LOCALES } from '../locales.ts';
import { TASK_FAILURES } from '../task-failures.ts';
import { ERROR_CHAPTERS, ERROR_DICTIONARY } from './dictionary.ts';
import type { ErrorExplanation } from './explanation.ts';

const entries: readonly [string, ErrorExplanation][] = Object.entries(ERROR_DICTIONARY);
const codes = Object.keys(ERRORS);

test('explains every code of the closed list and no other', () => {
  expect(Object.keys(ERROR_DICTIONARY).toSorted()).toEqual(codes.toSorted());
});

test('every code stands in one chapter, once', () => {
  const inChapters = ERROR_CHAPTERS.flatMap(({ explanations }) => Object.keys(explanations));
  expect(inChapters.toSorted()).toEqual(codes.toSorted());
});

test.each(entries)('%s says what happened and what to do in both languages', (_code, entry) => {
  for (const text of [entry.happened, entry.remedy]) {
    for (const locale of LOCALES) expect(text[locale].length).toBeGreaterThan(5);
    expect(text.en).toMatch(/[.)]$/);
    expect(text['zh-CN']).toMatch(/。$/);
    expect(text['zh-CN']).toMatch(/\p{Script=Han}/u);
    expect(text.en).not.toMatch(/\p{Script=Han}/u);
  }
});

test('the fault fits the status: what the server answers for is 5xx, what the caller did is 4xx', () => {
  const isCallersDoing = ({ status }: { status: number }) => status < 500;
  const odd = entries
    .filter(([code, { fault }]) => {
      const definition = ERRORS[code as ErrorCode];
      if (fault === 'caller') return !isCallersDoing(definition);
      return fault === 'server' && isCallersDoing(definition);
    })
    .map(([code]) => code);
  expect(odd.toSorted()).toEqual([
    // The operator's decisions, told with the status for "may not" and "not in this state".
    'account_disabled',
    'model_not_available',
    'model_unavailable',
    'registration_closed',
    // A gateway's status, but the address is the caller's.
    'url_fetch_failed',
  ]);
});

test('what the dictionary says of charges and what the messages say agree', () => {
  const refunds = /refunded|nothing was charged|credits came back/i;
  const promised = codes.filter((code) => refunds.test(ERRORS[code as ErrorCode].text.en));
  expect(promised.length).toBeGreaterThan(5);
  for (const code of promised)
    expect(['returned', 'nothing'], code).toContain(ERROR_DICTIONARY[code as ErrorCode].charge);
});

test('whatever ends a task after its start gives the credits back', () => {
  const others = Object.keys(TASK_FAILURES).filter(
    (code) => ERROR_DICTIONARY[code as ErrorCode].charge !== 'returned',
  );
  expect(others.toSorted()).toEqual([
    'provider_key_needed',
    'provider_not_testable',
    'webhook_off',
    'webhook_url_taken',
    'webhooks_too_many',
  ]);
});
