import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { currentActor, runAsUser } from '../lib/actor-scope.ts';
import { assertOutsideTransaction, runInTransactionScope } from '../lib/transaction-scope.ts';
import { ReadQueue } from './read-queue.ts';

function fail(error: unknown): never {
  throw error;
}

test('a reader runs as the server itself, whoever woke it and in whatever transaction', async () => {
  const queue = new ReadQueue(fail);
  const actor = await new Promise<string>((resolve) => {
    const reader = {
      readOnce: async () => {
        assertOutsideTransaction('reading');
        resolve(currentActor());
        return false;
      },
    };
    runAsUser('user_stranger', () => runInTransactionScope(() => queue.add(reader)));
  });
  expect(actor).toBe('*');
});

test('a reader woken many times reads once, and once more when woken while it reads', async () => {
  const queue = new ReadQueue(fail);
  let [reads, atOnce, peak] = [0, 0, 0];
  const reader = {
    readOnce: async () => {
      reads += 1;
      atOnce += 1;
      peak = Math.max(peak, atOnce);
      await sleep(10);
      atOnce -= 1;
      return false;
    },
  };
  for (let index = 0; index < 50; index += 1) queue.add(reader);
  await sleep(5);
  for (let index = 0; index < 50; index += 1) queue.add(reader);
  await sleep(60);
  expect({ reads, peak }).toEqual({ reads: 2, peak: 1 });
});

test('a thousand woken readers all read, few at a time', async () => {
  const queue = new ReadQueue(fail);
  let [atOnce, peak] = [0, 0];
  const readers = Array.from({ length: 1000 }, () => {
    let left = 2;
    return new Promise<void>((resolve) => {
      queue.add({
        readOnce: async () => {
          atOnce += 1;
          peak = Math.max(peak, atOnce);
          await new Promise(setImmediate);
          atOnce -= 1;
          left -= 1;
          if (left === 0) resolve();
          return left > 0;
        },
      });
    });
  });
  await Promise.all(readers);
  expect(peak).toBeLessThanOrEqual(4);
});

test('a failing reader is reported and does not hold up the others', async () => {
  const errors: unknown[] = [];
  const queue = new ReadQueue((error) => errors.push(error));
  for (let index = 0; index < 10; index += 1) {
    queue.add({ readOnce: () => Promise.reject(new Error('the database is down')) });
  }
  await new Promise<void>((resolve) => {
    queue.add({
      readOnce: async () => {
        resolve();
        return false;
      },
    });
  });
  expect(errors).toHaveLength(10);
});
