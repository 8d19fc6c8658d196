import { expect, test } from 'vitest';
import { ERRORS, isErrorCode } from './errors.ts';
import { LOCALES } from './locales.ts';
import { TASK_STEPS } from './task-steps.ts';

const placeholders = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();

test.each(Object.entries(ERRORS))(
  '%s says the same in both languages, with the same figures',
  (_code, definition) => {
    for (const locale of LOCALES) expect(definition.text[locale].length).toBeGreaterThan(3);
    expect(placeholders(definition.text['zh-CN'])).toEqual(placeholders(definition.text.en));
    expect(definition.text['zh-CN']).toMatch(/\p{Script=Han}/u);
    expect(definition.status).toBeGreaterThanOrEqual(400);
  },
);

test('codes are words in snake case, and names of built-ins are none', () => {
  for (const code of Object.keys(ERRORS)) expect(code).toMatch(/^[a-z]+(_[a-z0-9]+)+$/);
  expect(isErrorCode('not_found')).toBe(true);
  expect(isErrorCode('toString')).toBe(false);
});

test('every step of a task has a text in both languages', () => {
  for (const text of Object.values(TASK_STEPS))
    for (const locale of LOCALES) expect(text[locale]).toBeTruthy();
});
