import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { lockDataDirectory } from '@atelier/backend/db/data-directory-lock';
import type { Database } from '@atelier/backend/db/database';
import { openSqlite } from '@atelier/backend/db/sqlite';
import { expect, onTestFinished, test } from 'vitest';

const DOCTOR = path.join(import.meta.dirname, 'doctor.ts');
const AT = '2026-01-01T00:00:00.000Z';

async function openInstallation(): Promise<{ folder: string; database: Database }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-doctor-'));
  const database = await openSqlite({ path: path.join(folder, 'atelier.sqlite') });
  onTestFinished(async () => {
    await database.close();
    await rm(folder, { recursive: true, force: true });
  });
  return { folder, database };
}

function examine(folder: string): Promise<{ exitCode: number; output: string }> {
  const env = { ...process.env, DATA_DIR: folder, DATABASE_URL: '', NODE_ENV: 'development' };
  return new Promise((resolve) => {
    execFile(process.execPath, [DOCTOR], { env }, (error, stdout, stderr) =>
      resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
    );
  });
}

test('a sound installation is found sound, also while a server works on it', async () => {
  const { folder, database } = await openInstallation();
  await database.transaction(({ query }) =>
    query
      .insertInto('users')
      .values({ id: 'user_1', email: 'a@example.com', role: 'operator', created_at: AT, updated_at: AT })
      .execute(),
  );
  const lock = lockDataDirectory(folder);
  const { exitCode, output } = await examine(folder);
  lock.release();
  expect(output).toContain('operators: 1 active');
  expect(output).toContain('every rule holds');
  expect(output).toContain('all 0 have the bytes that their rows name');
  expect(output).not.toContain('FAIL');
  expect(exitCode).toBe(0);
});

test('a balance without entries and a file of other bytes are named, and the exit code says so', async () => {
  const { folder, database } = await openInstallation();
  await database.transaction(async ({ query }) => {
    const user = { id: 'user_1', email: 'a@example.com', created_at: AT, updated_at: AT };
    await query.insertInto('users').values(user).execute();
    const account = {
      user_id: 'user_1',
      credits: 5,
      held: 0,
      total_earned: 5,
      total_spent: 0,
      updated_at: AT,
    };
    await query.insertInto('user_credits').values(account).execute();
    const asset = {
      id: 'asset_1',
      user_id: 'user_1',
      kind: 'input' as const,
      name: 'mug.png',
      position: 0,
      input_position: 0,
      object_key: 'inputs/user_1/mug.png',
      content_type: 'image/png',
      size_bytes: 4,
      sha256: 'a'.repeat(64),
      has_alpha: 0,
      created_at: AT,
    };
    await query.insertInto('assets').values(asset).execute();
  });
  await mkdir(path.join(folder, 'files', 'inputs', 'user_1'), { recursive: true });
  await writeFile(path.join(folder, 'files', 'inputs', 'user_1', 'mug.png'), 'mugs');
  const { exitCode, output } = await examine(folder);
  expect(output).toContain('FAIL  operators: nobody can run this installation');
  expect(output).toContain('FAIL  ledger: broken: every account equals the sum of its entries');
  expect(output).toContain('FAIL  files: damaged: inputs/user_1/mug.png');
  expect(exitCode).toBe(1);
});
