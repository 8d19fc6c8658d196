import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PasswordHasher } from '@atelier/backend/accounts/passwords';
import { compose } from '@atelier/backend/compose';
import { loadConfig } from '@atelier/backend/config';
import BetterSqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { FakePictures } from '../backend/test/fake-pictures.ts';
import { startPostgres } from '../backend/test/postgres-server.ts';

const SERVER = path.join(import.meta.dirname, '../backend/src/main.ts');
const USER = path.join(import.meta.dirname, 'user.ts');
const PASSWORD = 'correct horse';
const BOSS = ['create', '--email', 'Boss@Example.com', '--role', 'operator'] as const;

interface Outcome {
  readonly exitCode: number;
  readonly output: string;
}

async function openFolder(environment: Record<string, string> = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-user-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const settings = {
    DATA_DIR: folder,
    DATABASE_URL: '',
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    ...environment,
  };
  const user = (args: readonly string[], input = `${PASSWORD}\n`): Promise<Outcome> =>
    new Promise((resolve) => {
      const env = { ...process.env, ...settings };
      const child = execFile(process.execPath, [USER, ...args], { env }, (error, stdout, stderr) =>
        resolve({ exitCode: typeof error?.code === 'number' ? error.code : 0, output: stdout + stderr }),
      );
      // Most commands read nothing and may have ended before this arrives.
      child.stdin?.on('error', () => undefined);
      child.stdin?.end(input);
    });
  return { folder, settings, user };
}

/** A server at work on the folder, with its lock. */
async function openServer(settings: Record<string, string>) {
  const parts = await compose(loadConfig(settings), { pictures: new FakePictures() });
  onTestFinished(async () => {
    await parts.engine.stop();
    await parts.close();
  });
  const signIn = (email: string, password = PASSWORD) =>
    parts.accounts.signIn({ email, password, address: '127.0.0.1' });
  return { parts, signIn };
}

test('the first operator is made before any server has run, and can sign in', async () => {
  const { settings, user } = await openFolder();
  const early = await user(['list']);
  expect([early.exitCode, early.output]).toEqual([1, expect.stringContaining('There is no database yet')]);
  const made = await user([...BOSS, '--credits', '7']);
  expect(made.output).toContain('Made: operator boss@example.com (boss), 7 credits');
  expect(made.exitCode).toBe(0);
  const { parts, signIn } = await openServer(settings);
  const { account } = await signIn('boss@example.com');
  expect(account).toMatchObject({ role: 'operator', username: 'boss' });
  expect(await parts.credits.credits(account.id)).toMatchObject({ credits: 7, totalEarned: 7 });
  const notes = await parts.database.read.selectFrom('user_changes').selectAll().execute();
  expect(notes).toMatchObject([{ user_id: account.id, changed_by: null, field: 'created' }]);
});

test('every command works beside a running server', async () => {
  const { settings, user } = await openFolder({ APP_URL: 'https://studio.example.com' });
  const { parts, signIn } = await openServer(settings);
  await user(BOSS);
  await user(['create', '--email', 'mina@example.com', '--username', '米娜']);
  expect((await user(['role', 'mina@example.com', 'operator'])).output).toContain('operator, active');
  expect((await user(['disable', 'boss@example.com'])).exitCode).toBe(0);
  await expect(signIn('boss@example.com')).rejects.toThrow('switched off');
  const listed = (await user(['list'])).output;
  expect(listed).toMatch(/operator\tdisabled\t\d+\tboss@example\.com\tboss/);
  expect(listed).toMatch(/operator\tactive\t\d+\tmina@example\.com\t米娜/);
  expect(listed).toContain('2 account(s)');
  await user(['enable', 'boss@example.com']);
  const { account } = await signIn('boss@example.com');

  const { output } = await user(['password', account.id]);
  const token = /^https:\/\/studio\.example\.com\/reset-password#([\w-]+)$/m.exec(output)?.[1] ?? '';
  await parts.accounts.resetPassword({ token, newPassword: 'a better battery' });
  await signIn('boss@example.com', 'a better battery');
});

test('wishes that cannot be granted are refused in a sentence and change nothing', async () => {
  const { user } = await openFolder();
  await user(BOSS);
  const refusals: ReadonlyArray<readonly [args: readonly string[], says: string, input?: string]> = [
    [['disable', 'boss@example.com'], 'last active operator'],
    [['role', 'boss@example.com', 'user'], 'last active operator'],
    [['role', 'boss@example.com', 'king'], 'user or operator, not king'],
    [['enable', 'nobody@example.com'], 'There is no account nobody@example.com'],
    [['create', '--email', 'nonsense'], 'not an e-mail address'],
    [['create', '--email', 'new@example.com'], '8 to 128 characters', 'short\n'],
    [['create', '--email', 'new@example.com', '--credits', '-1'], '--credits'],
    [['create', '--email', 'new@example.com', '--password', PASSWORD], "Unknown option '--password'"],
    [['create', '--email', 'boss@example.com', '--username', 'other'], 'already exists'],
    [['create', '--email', 'boss@example.org'], 'choose one with --username'],
    [['nonsense'], 'Usage: pnpm user'],
    [[], 'Usage: pnpm user'],
  ];
  for (const [args, says, input] of refusals) {
    const { exitCode, output } = await user(args, input);
    expect([args, exitCode, output]).toEqual([args, 1, expect.stringContaining(says)]);
    // One sentence, no stack.
    expect(output).not.toContain('    at ');
  }
  expect((await user(['list'])).output).toContain('1 account(s)');
});

test('a database that is older than the program is left as it is', async () => {
  const { folder, user } = await openFolder();
  await user(BOSS);
  const database = new BetterSqlite(path.join(folder, 'atelier.sqlite'));
  const forget = "delete from kysely_migration where name = '0017-password-resets'";
  expect(database.prepare(forget).run().changes).toBe(1);
  const { exitCode, output } = await user(['create', '--email', 'new@example.com']);
  expect([exitCode, output]).toEqual([1, expect.stringContaining('run "pnpm db:migrate"')]);
  expect(database.prepare('select count(*) from users').pluck().get()).toBe(1);
  database.close();
});

test('all of it works on PostgreSQL', async () => {
  const postgres = await startPostgres();
  onTestFinished(() => postgres.stop());
  const url = await postgres.createDatabase('atelier_user');
  const { settings, user } = await openFolder({ DATABASE_URL: url });
  const made = await user(BOSS);
  expect([made.exitCode, made.output]).toEqual([0, expect.stringContaining('Made: operator')]);
  expect(made.output).not.toContain('postgres://');
  expect((await user(['disable', 'boss@example.com'])).output).toContain('last active operator');
  expect((await user(['password', 'boss@example.com'])).output).toContain('/reset-password#');
  expect((await user(['list'])).output).toContain('1 account(s)');
  const { signIn } = await openServer(settings);
  expect((await signIn('boss@example.com')).account.role).toBe('operator');
});

test('a password made here is as strong as any other', async () => {
  const { folder, user } = await openFolder();
  await user(BOSS);
  const database = new BetterSqlite(path.join(folder, 'atelier.sqlite'), { readonly: true });
  const stored = String(database.prepare('select password_hash from users').pluck().get());
  database.close();
  expect(new PasswordHasher().needsRehash(stored)).toBe(false);
});

test('a server that nobody can run says how to make an operator, until there is one', async () => {
  const { settings, user } = await openFolder({ PORT: '0' });
  const command = 'pnpm user create --role operator --email you@example.com';
  expect(await readyMessage(settings)).toContain(command);
  await user(BOSS);
  expect(await readyMessage(settings)).not.toContain('operator');
});

/** What a server says when it is ready; it is stopped then. */
async function readyMessage(settings: Record<string, string>): Promise<string> {
  const server = spawn(process.execPath, [SERVER], {
    env: { ...process.env, ...settings },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  const ended = new Promise((resolve) => server.once('close', resolve));
  let said = '';
  for await (const chunk of server.stdout) {
    said += String(chunk);
    // Written at once, and the empty line is its end.
    if (said.includes('Atelier is ready') && said.endsWith('\n\n')) server.kill('SIGTERM');
  }
  await ended;
  return said;
}
