import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { LineDoubt, RenewingPool } from '../../src/db/renewing-pool.ts';
import { MessengerDatabase } from '../../src/engine/messenger-database.ts';
import { startSilentProxy } from '../silent-proxy.ts';
import { makePostgresDatabase } from '../test-database.ts';

const TIMEOUT_MS = 300;
const CONNECTIONS = 5;

/** A database behind a line that can go silent. */
async function openBehindProxy() {
  const { url, drop } = await makePostgresDatabase();
  onTestFinished(drop);
  const address = new URL(url);
  const proxy = await startSilentProxy(Number(address.port));
  address.port = String(proxy.port);
  return { proxy, connection: { connectionString: address.href, query_timeout: TIMEOUT_MS } };
}

test('after one connection fell silent, those made before it are not tried one after another', async () => {
  const { proxy, connection } = await openBehindProxy();
  const pool = new RenewingPool({ ...connection, max: CONNECTIONS }, () => undefined);
  onTestFinished(() => pool.end());
  const clients = await Promise.all(Array.from({ length: CONNECTIONS }, () => pool.connect()));
  for (const client of clients) pool.release(client);
  proxy.silence();
  const ask = async (): Promise<unknown> => {
    const client = await pool.connect();
    const answer = client.query('select 1');
    const failure = await answer.then(
      () => undefined,
      (error: Error) => error,
    );
    pool.release(client, failure);
    return failure;
  };
  expect(await ask()).toBeInstanceOf(Error);
  const startedAt = performance.now();
  for (let question = 0; question < CONNECTIONS; question += 1) expect(await ask()).toBeUndefined();
  expect(performance.now() - startedAt).toBeLessThan(TIMEOUT_MS * (CONNECTIONS - 1));
});

test('what one pool learns of the line, the others that share the doubt need not learn again', async () => {
  const { proxy, connection } = await openBehindProxy();
  const doubt = new LineDoubt();
  const pools = [1, 2].map(() => new RenewingPool({ ...connection, max: 1 }, () => undefined, doubt));
  onTestFinished(async () => void (await Promise.all(pools.map((pool) => pool.end()))));
  const ask = async (pool: RenewingPool | undefined): Promise<Error | undefined> => {
    const client = await pool?.connect();
    const failure = await client?.query('select 1').then(
      () => undefined,
      (error: Error) => error,
    );
    if (client) pool?.release(client, failure);
    return failure;
  };
  for (const pool of pools) expect(await ask(pool)).toBeUndefined();
  proxy.silence();
  expect(await ask(pools[0])).toBeInstanceOf(Error);
  expect(await ask(pools[1])).toBeUndefined();
});

test('an answer of the server says nothing against its line', async () => {
  const { connection } = await openBehindProxy();
  const pool = new RenewingPool({ ...connection, max: 1 }, () => undefined);
  onTestFinished(() => pool.end());
  const processOf = async (statement: string): Promise<unknown> => {
    const client = await pool.connect();
    const failure = await client.query(statement).then(
      () => undefined,
      (error: Error) => error,
    );
    const { processID } = client as unknown as { processID: number };
    pool.release(client, failure);
    return processID;
  };
  expect(await processOf('select 1/0')).toBe(await processOf('select 1'));
});

test('the messenger goes on after a silence that cost it one time limit', async () => {
  const { proxy, connection } = await openBehindProxy();
  const database = new MessengerDatabase(connection, pino({ level: 'silent' }));
  onTestFinished(() => database.close());
  const ask = () => database.executeSql('select 1 as one');
  await Promise.all(Array.from({ length: CONNECTIONS }, ask));
  proxy.silence();
  await expect(ask()).rejects.toThrow(/timeout/);
  expect((await ask()).rows).toEqual([{ one: 1 }]);
  expect((await ask()).rows).toEqual([{ one: 1 }]);
});
