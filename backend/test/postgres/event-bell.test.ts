import pg from 'pg';
import pino from 'pino';
import { expect, inject, onTestFinished, test } from 'vitest';
import type { LineTimings } from '../../src/db/postgres-line.ts';
import { PostgresBell, payloadsOf } from '../../src/events/postgres-bell.ts';
import { startSilentProxy } from '../silent-proxy.ts';
import { makePostgresDatabase } from '../test-database.ts';
import { eventually } from '../test-studio.ts';

/** A tenth of the real timings: what heals within 3 s here heals within 30 s there. */
const FAST: LineTimings = { keepAliveMs: 500, answerWithinMs: 500, firstRetryMs: 50, longestRetryMs: 500 };
const HEALED_WITHIN_MS = 3000;
const SILENCES = 3;

class Ear {
  readonly heard: string[] = [];
  missed = 0;
  readonly handler = {
    rung: (userIds: readonly string[]) => void this.heard.push(...userIds),
    missed: () => {
      this.missed += 1;
    },
  };
}

function openBell(url: string, timings?: LineTimings): PostgresBell {
  const bell = new PostgresBell({ url, logger: pino({ level: 'silent' }), ...(timings && { timings }) });
  onTestFinished(() => bell.close());
  return bell;
}

/** A bell of one process, and an ear that listens to it once its line is up. */
async function openListening(url: string, timings?: LineTimings): Promise<{ bell: PostgresBell; ear: Ear }> {
  const bell = openBell(url, timings);
  const ear = new Ear();
  bell.listen(ear.handler);
  await eventually(async () => ear.missed === 1);
  return { bell, ear };
}

async function makeDatabase(): Promise<string> {
  const { url, drop } = await makePostgresDatabase();
  onTestFinished(drop);
  return url;
}

test('what one process rings, all hear; the own one at once and only once', async () => {
  const url = await makeDatabase();
  const [a, b] = [await openListening(url), await openListening(url)];
  a.bell.ring(['user_1', 'user_2']);
  expect(a.ear.heard).toEqual(['user_1', 'user_2']);
  await eventually(async () => b.ear.heard.length === 2);
  b.bell.ring(['user_3']);
  await eventually(async () => a.ear.heard.length === 3);
  expect(a.ear.heard).toEqual(['user_1', 'user_2', 'user_3']);
  expect(b.ear.heard).toEqual(['user_1', 'user_2', 'user_3']);
});

test('a process that rings before it listens is heard', async () => {
  const url = await makeDatabase();
  const { ear } = await openListening(url);
  openBell(url).ring(['user_1']);
  await eventually(async () => ear.heard.length === 1);
});

test('the last rings of a process that stops are heard', async () => {
  const url = await makeDatabase();
  const [a, b] = [await openListening(url), await openListening(url)];
  a.bell.ring(['user_1']);
  await a.bell.close();
  await eventually(async () => b.ear.heard.length === 1);
});

test('rings are gathered: a thousand of them need few statements and are all heard', async () => {
  const url = await makeDatabase();
  const [a, b] = [await openListening(url), await openListening(url)];
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  let messages = 0;
  client.on('notification', () => {
    messages += 1;
  });
  await client.query('listen atelier_events');
  for (let index = 0; index < 1000; index += 1) {
    a.bell.ring([`user_${index}`, 'user_often']);
    if (index % 100 === 0) await new Promise(setImmediate);
  }
  await eventually(async () => new Set(b.ear.heard).size === 1001);
  expect(messages).toBeLessThan(50);
});

test('with too many users to name, everybody is told to look', async () => {
  const url = await makeDatabase();
  const [a, b] = [await openListening(url), await openListening(url)];
  a.bell.ring(Array.from({ length: 2500 }, (_, index) => `user_${index}`));
  await eventually(async () => b.ear.missed === 2);
  a.bell.ring(['user_1']);
  await eventually(async () => b.ear.heard.includes('user_1'));
});

test('messages are short enough for PostgreSQL and name every user once', () => {
  const users = Array.from({ length: 3000 }, (_, index) => `user_${index}_${'名'.repeat(index % 30)}`);
  const payloads = payloadsOf('somebody', users);
  for (const payload of payloads) expect(Buffer.byteLength(payload)).toBeLessThan(8000);
  expect(payloads.flatMap((payload) => JSON.parse(payload).users)).toEqual(users);
  expect(payloadsOf('somebody', [])).toEqual([]);
});

test('a line that goes silent is noticed and replaced; what was missed is told, what waited is sent', async () => {
  const url = await makeDatabase();
  const proxy = await startSilentProxy(inject('postgresPort'));
  const proxied = new URL(url);
  proxied.port = String(proxy.port);
  const a = await openListening(proxied.href, FAST);
  const b = await openListening(url);
  for (let round = 1; round <= SILENCES; round += 1) {
    proxy.silence();
    b.bell.ring([`user_unheard_${round}`]);
    a.bell.ring([`user_waiting_${round}`]);
    await eventually(async () => a.ear.missed === 1 + round, HEALED_WITHIN_MS);
    await eventually(async () => b.ear.heard.includes(`user_waiting_${round}`), HEALED_WITHIN_MS);
    b.bell.ring([`user_heard_${round}`]);
    await eventually(async () => a.ear.heard.includes(`user_heard_${round}`), HEALED_WITHIN_MS);
    expect(a.ear.heard).not.toContain(`user_unheard_${round}`);
  }
});

test('a server that takes connections but never answers is tried again until it does', async () => {
  const url = await makeDatabase();
  const proxy = await startSilentProxy(inject('postgresPort'));
  const proxied = new URL(url);
  proxied.port = String(proxy.port);
  const a = await openListening(proxied.href, FAST);
  proxy.swallowNew(true);
  proxy.silence();
  const before = proxy.lines();
  await eventually(async () => proxy.lines() >= before + 2);
  proxy.swallowNew(false);
  await eventually(async () => a.ear.missed === 2, HEALED_WITHIN_MS);
});

test('a connection that the server ends is replaced', async () => {
  const url = await makeDatabase();
  const a = await openListening(url, FAST);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where datname = current_database() and application_name = 'atelier-bell'`,
  );
  await eventually(async () => a.ear.missed === 2, HEALED_WITHIN_MS);
});
