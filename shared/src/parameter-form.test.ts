import { expect, test } from 'vitest';
import { z } from 'zod';
import { field, toParameterSchema } from './parameter-form.ts';

const label = { en: 'Strength', 'zh-CN': '强度' };

test('hints, limits and defaults reach the page, and what has a default is optional', () => {
  const schema = z.strictObject({
    strength: field(z.int().min(0).max(100).default(60), { label, control: 'slider', step: 5, unit: '%' }),
  });
  const json = toParameterSchema(schema);
  expect(json.properties['strength']).toMatchObject({
    type: 'integer',
    minimum: 0,
    maximum: 100,
    default: 60,
    label,
    control: 'slider',
    step: 5,
    unit: '%',
  });
  expect(json.required ?? []).toEqual([]);
});

test('a parameter without hints is refused by name', () => {
  expect(() => toParameterSchema(z.strictObject({ bare: z.string().default('x') }))).toThrow(/"bare"/);
});
