import { expect, test } from 'vitest';
import { assertOutsideTransaction, runInTransactionScope } from './transaction-scope.ts';

test('outside a transaction the guard lets the call through', () => {
  expect(() => assertOutsideTransaction('safeFetch')).not.toThrow();
});

test('the guard throws inside a transaction, also after an await', async () => {
  await expect(
    runInTransactionScope(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      assertOutsideTransaction('safeFetch');
    }),
  ).rejects.toThrow('safeFetch was called while a database transaction is open');
});

test('the mark ends with the transaction', async () => {
  await runInTransactionScope(async () => undefined);
  expect(() => assertOutsideTransaction('safeFetch')).not.toThrow();
});
