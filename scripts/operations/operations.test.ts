import { appendFile, cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { compose, type Parts } from '@atelier/backend/compose';
import { loadConfig } from '@atelier/backend/config';
import { openPostgres } from '@atelier/backend/db/postgres';
import { startWork } from '@atelier/backend/start-work';
import BetterSqlite from 'better-sqlite3';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { FakePictures } from '../../backend/test/fake-pictures.ts';
import { type PostgresServer, startPostgres } from '../../backend/test/postgres-server.ts';
import { backup, newestCopy } from './backup.ts';
import { moveToPostgres } from './move-to-postgres.ts';
import { rehearseRestore } from './rehearse-restore.ts';

let folder: string;
let dataDirectory: string;
let parts: Parts;
let stopWork: () => Promise<void>;
let userId: string;
let postgres: PostgresServer;

const databasePath = () => path.join(dataDirectory, 'atelier.sqlite');

async function runTask(): Promise<string> {
  const file = path.join(parts.temporaryRoot, 'picture.png');
  await sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
    .png()
    .toFile(file);
  const uploads = await parts.assets.acceptUploads(
    userId,
    [{ path: file, name: '杯子.png' }],
    parts.temporaryRoot,
  );
  const request = { taskType: 'basic_clean', parameters: {}, inputCount: 1 };
  const { id } = await parts.tasks.create({ userId, apiKeyId: null, request, inputs: [], uploads });
  for (;;) {
    const row = await parts.reader.get(userId, id);
    if (row.phase === 'ended') return id;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** An installation with history that keeps running: finished tasks, files, credits, a waiting task. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'atelier-operations-'));
  dataDirectory = path.join(folder, 'data');
  const environment = {
    NODE_ENV: 'test',
    DATA_DIR: dataDirectory,
    LOG_LEVEL: 'silent',
    SIGN_UP_CREDITS: '100',
  };
  parts = await compose(loadConfig(environment), { pictures: new FakePictures() });
  stopWork = await startWork(parts);
  const session = await parts.accounts.register({
    email: 'o@example.com',
    username: 'ops',
    password: 'correct horse',
  });
  userId = session.account.id;
  for (let index = 0; index < 3; index += 1) await runTask();
  postgres = await startPostgres();
}, 120_000);

afterAll(async () => {
  await stopWork?.();
  await parts?.close();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

async function makeBackup(keep = 14, now = new Date()) {
  const to = await mkdtemp(path.join(folder, 'backup-'));
  return { to, report: await backup({ databasePath: databasePath(), dataDirectory, to, keep, now }) };
}

test('a backup of a running installation restores whole, and a second one copies only what is new', async () => {
  const { to, report } = await makeBackup();
  expect(report.filesCopied).toBeGreaterThan(3);
  expect(await rehearseRestore(to)).toMatchObject({ tasks: 3, problems: [] });
  await runTask();
  const later = new Date(Date.now() + 60_000);
  const second = await backup({ databasePath: databasePath(), dataDirectory, to, keep: 14, now: later });
  expect(second.filesKept).toBe(report.filesCopied);
  expect(second.filesCopied).toBeGreaterThan(0);
  expect(await rehearseRestore(to)).toMatchObject({ tasks: 4, problems: [] });
});

test('only as many copies stay as were asked for, and no unfinished ones', async () => {
  const { to } = await makeBackup();
  for (let day = 1; day <= 4; day += 1) {
    const now = new Date(Date.UTC(2030, 0, day));
    await backup({ databasePath: databasePath(), dataDirectory, to, keep: 2, now });
  }
  const copies = (await readdir(to)).filter((name) => name.startsWith('atelier-'));
  expect(copies.sort()).toEqual(['atelier-20300103T000000Z.sqlite', 'atelier-20300104T000000Z.sqlite']);
});

test('the rehearsal sees a missing file, a changed file, and money that does not add up', async () => {
  const { to } = await makeBackup();
  const assets = await parts.database.read.selectFrom('assets').select('object_key').limit(2).execute();
  const [first, second] = assets.map(({ object_key }) => path.join(to, 'files', object_key));
  await rm(first ?? '');
  await appendFile(second ?? '', 'x');
  const copy = new BetterSqlite(await newestCopy(to));
  copy.exec('update user_credits set credits = credits + 1');
  copy.close();
  const { problems } = await rehearseRestore(to);
  expect(problems).toContainEqual(expect.stringContaining('missing file'));
  expect(problems).toContainEqual(expect.stringContaining('damaged file'));
  expect(problems).toContainEqual(expect.stringContaining('every account equals the sum of its entries'));
});

test('moving to PostgreSQL carries every row over, goes on numbering, and proves it by the rules', async () => {
  const { to } = await makeBackup();
  const from = await newestCopy(to);
  const url = await postgres.createDatabase('moved');
  const report = await moveToPostgres(from, url);
  expect(report.violations).toEqual([]);
  const rowsOf = (name: string) => report.tables.find(({ table }) => table === name)?.rows;
  expect(rowsOf('ai_tasks')).toBeGreaterThan(2);
  expect(rowsOf('credit_transactions')).toBeGreaterThan(6);
  await expect(moveToPostgres(from, url)).rejects.toThrow(/already has users/);

  const data = await mkdtemp(path.join(folder, 'moved-'));
  await cp(path.join(to, 'files'), path.join(data, 'files'), { recursive: true });
  await cp(path.join(to, 'secrets.json'), path.join(data, 'secrets.json'));
  const moved = await compose(
    loadConfig({ NODE_ENV: 'test', DATA_DIR: data, DATABASE_URL: url, LOG_LEVEL: 'silent' }),
    { pictures: new FakePictures() },
  );
  onTestFinished(async () => {
    await moved.engine.stop();
    await moved.close();
  });
  const session = await moved.accounts.signIn({
    email: 'o@example.com',
    password: 'correct horse',
    address: '::1',
  });
  expect(session.account.id).toBe(userId);
  const before = await parts.credits.credits(userId);
  expect(await moved.credits.credits(userId)).toEqual(before);
  await moved.database.transaction((transaction) =>
    moved.ledger.grant(transaction, { userId, amount: 5, reason: 'after the move' }),
  );
  expect(await moved.credits.credits(userId)).toMatchObject({ credits: before.credits + 5 });
});

test('a table nobody told the move about stops it, and nothing is kept', async () => {
  const { to } = await makeBackup();
  const from = await newestCopy(to);
  const source = new BetterSqlite(from);
  source.exec('create table surprise (id text)');
  source.close();
  const url = await postgres.createDatabase('surprised');
  await expect(moveToPostgres(from, url)).rejects.toThrow(/surprise/);
  const database = await openPostgres({ url });
  expect(await database.read.selectFrom('users').selectAll().execute()).toEqual([]);
  await database.close();
});

test('a folder without a backup is said to be one', async () => {
  const empty = await mkdtemp(path.join(folder, 'empty-'));
  await writeFile(path.join(empty, 'note.txt'), 'nothing here');
  await expect(rehearseRestore(empty)).rejects.toThrow(/holds no backup/);
});
