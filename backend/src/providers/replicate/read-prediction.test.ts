import { expect, test } from 'vitest';
import { endOf } from './read-prediction.ts';

const prediction = (error: unknown) => ({
  id: 'p1',
  status: 'failed',
  error,
  output: null,
  completed_at: null,
});

test.each<[unknown, string, string]>([
  ['out of memory', 'rejected', 'out of memory'],
  ['flagged as sensitive (E005)', 'content_refused', 'flagged as sensitive (E005)'],
  [{ code: 7 }, 'rejected', '{"code":7}'],
  ['', 'rejected', 'no reason given'],
  [null, 'rejected', '"no reason given"'],
  [undefined, 'rejected', '"no reason given"'],
])('a prediction that failed with %j tells operators why', (error, kind, detail) => {
  expect(endOf(prediction(error))).toMatchObject({ failure: { kind, detail } });
});
