import { expect, test } from 'vitest';
import { createSafeFetch } from '../../backend/src/lib/safe-fetch.ts';
import { makeKey } from '../../backend/test/api-key-client.ts';
import { listen } from '../../backend/test/doors/picture-server.ts';
import { makeOperator, openTestStudio } from '../../backend/test/test-studio.ts';
import { fuzzApi } from './fuzz-api.ts';

const ROUNDS = Number(process.env['FUZZ_ROUNDS'] ?? 6);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

test('no request made from the API document gets an answer that is not in it', async () => {
  // Whatever an operator is made to set up here, nothing leaves this machine.
  const studio = await openTestStudio({ safeFetch: createSafeFetch({ isAddressAllowed: () => false }) });
  const url = await listen(studio);
  const session = await studio.user(1000);
  const operator = await studio.user();
  await makeOperator(studio, operator.account.id);
  const { secret, key } = await makeKey(studio, session);
  const asBearer = (token: string) => ({ authorization: `Bearer ${token}` });
  const report = await fuzzApi({
    ...{ url, seed: SEED, rounds: ROUNDS, picture: Buffer.from('a picture'), spared: [key.id] },
    callers: {
      user: asBearer(session.accessToken),
      operator: asBearer(operator.accessToken),
      key: asBearer(secret),
    },
  });
  expect(report.problems).toEqual([]);
  expect(report.requests).toBeGreaterThan(300);
  expect(report.successes).toBeGreaterThan(report.operations * 0.3);
});
