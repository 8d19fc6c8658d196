import { expect, test } from 'vitest';
import { allOrNone } from './all-or-none.ts';

test('gives all results in their order', async () => {
  const works = [3, 1, 2].map((value) => () => Promise.resolve(value));
  expect(await allOrNone(works)).toEqual([3, 1, 2]);
});

test('one failure stops the others and waits for them before it is told', async () => {
  let isStopped = false;
  const patient = (signal: AbortSignal): Promise<string> =>
    new Promise((resolve) => {
      signal.addEventListener('abort', () =>
        setTimeout(() => {
          isStopped = true;
          resolve('too late');
        }, 20),
      );
    });
  await expect(allOrNone([patient, () => Promise.reject(new Error('no'))])).rejects.toThrow('no');
  expect(isStopped).toBe(true);
});

test('an abort from outside reaches every one of them', async () => {
  const outside = new AbortController();
  const waiting = (signal: AbortSignal): Promise<never> =>
    new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  const done = allOrNone([waiting, waiting], outside.signal);
  outside.abort(new Error('stop'));
  await expect(done).rejects.toThrow('stop');
});
