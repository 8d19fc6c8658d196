import { parseArgs } from 'node:util';
import { PasswordHasher } from '@atelier/backend/accounts/passwords';
import { resetLinkOf } from '@atelier/backend/accounts/reset-links';
import { USER_STATE_LIFETIME_MS } from '@atelier/backend/accounts/user-states';
import { type Config, ConfigError, loadConfig } from '@atelier/backend/config';
import { findAccount } from '@atelier/backend/credits/find-account';
import { AppError } from '@atelier/backend/lib/app-error';
import { emailSchema, usernameSchema } from '@atelier/shared/contracts/session';
import type { ChangeUserRequest } from '@atelier/shared/contracts/user';
import { MAX_ADJUSTMENT_CREDITS, MAX_PAGE_SIZE, MAX_USERNAME_CHARACTERS } from '@atelier/shared/limits';
import { ROLES, type Role } from '@atelier/shared/roles';
import { type Accounts, openAccounts } from './operations/open-accounts.ts';
import { readNewPassword } from './operations/read-password.ts';

const USAGE = `Usage: pnpm user <command>, also while servers run
  create --email E [--username N] [--role operator|user] [--credits N]
                       make an account; the password is piped in or asked for, never an argument
  role E operator|user give or take the operator's role
  password E           print a link with which its owner sets a new password once
  disable E            shut an account and end its sessions
  enable E             open it again
  list                 all accounts, the newest first
E is an e-mail address or a user id.`;

/** What a person can mend: said in one sentence, without a stack. */
class UsageError extends Error {}

const SOON = `Servers that run know within ${USER_STATE_LIFETIME_MS / 1000} seconds.`;

async function create(config: Config, flags: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...flags],
    options: {
      email: { type: 'string' },
      username: { type: 'string' },
      role: { type: 'string', default: 'user' },
      credits: { type: 'string' },
    },
  });
  const email = emailOf(values.email);
  const username = usernameOf(values.username ?? nameFrom(email));
  const role = roleOf(values.role);
  const credits = creditsOf(values.credits, config.signUpCredits);
  const password = await readNewPassword({ input: process.stdin, output: process.stderr });
  const passwordHash = await new PasswordHasher().hash(password);
  await withAccounts(config, { mayMake: true }, async ({ userDesk }) => {
    await userDesk.create({ email, username, passwordHash, role, credits }, null).catch((error: unknown) => {
      const isNameTaken = error instanceof AppError && error.code === 'username_taken';
      throw isNameTaken
        ? new UsageError(`The name ${username} is taken; choose one with --username.`)
        : error;
    });
    console.log(`Made: ${role} ${email} (${username}), ${credits} credits`);
  });
}

async function change(config: Config, who: string | undefined, wish: ChangeUserRequest): Promise<void> {
  await withAccounts(config, { mayMake: false }, async (accounts) => {
    const user = await accounts.userDesk.change(await idOf(accounts, who), wish, null);
    console.log(`${user.email}: ${user.role}, ${user.isActive ? 'active' : 'disabled'}. ${SOON}`);
  });
}

async function makeResetLink(config: Config, who: string | undefined): Promise<void> {
  await withAccounts(config, { mayMake: false }, async (accounts) => {
    const made = await accounts.resetLinks.make(await idOf(accounts, who), null);
    console.log(resetLinkOf(config.appUrl ?? `http://localhost:${config.port}`, made));
    console.log(`It works once, until ${made.expiresAt}; earlier links of this account work no more.`);
  });
}

async function list(config: Config): Promise<void> {
  await withAccounts(config, { mayMake: false }, async ({ userDesk }) => {
    for (let offset = 0; ; offset += MAX_PAGE_SIZE) {
      const { users, total } = await userDesk.list({ limit: MAX_PAGE_SIZE, offset });
      for (const { email, username, role, isActive, credits, createdAt } of users) {
        const state = isActive ? 'active' : 'disabled';
        console.log([createdAt.slice(0, 10), role, state, credits, email, username ?? ''].join('\t'));
      }
      if (offset + users.length >= total) return console.log(`${total} account(s)`);
    }
  });
}

async function withAccounts(
  config: Config,
  options: { mayMake: boolean },
  work: (accounts: Accounts) => Promise<void>,
): Promise<void> {
  const accounts = await openAccounts(config, options);
  try {
    await work(accounts);
  } finally {
    await accounts.database.close();
  }
}

async function idOf({ database }: Accounts, who: string | undefined): Promise<string> {
  if (who === undefined) throw new UsageError(USAGE);
  const named = who.includes('@') ? { email: who } : { userId: who };
  return findAccount(database, named).catch((error: unknown) => {
    throw new UsageError(`There is no account ${who}.`, { cause: error });
  });
}

function emailOf(typed: string | undefined): string {
  if (typed === undefined) throw new UsageError(USAGE);
  const parsed = emailSchema.safeParse(typed);
  if (!parsed.success) throw new UsageError(`--email: ${typed} is not an e-mail address.`);
  return parsed.data;
}

/** What stands before the @, as far as names may look like that. */
function nameFrom(email: string): string {
  const [local = ''] = email.split('@');
  return local.replace(/[^\p{L}\p{N}_.-]+/gu, '-').slice(0, MAX_USERNAME_CHARACTERS);
}

function usernameOf(name: string): string {
  const parsed = usernameSchema.safeParse(name);
  if (!parsed.success) throw new UsageError(`--username: ${name}: ${parsed.error.issues[0]?.message}`);
  return parsed.data;
}

function roleOf(typed: string | undefined): Role {
  const role = ROLES.find((each) => each === typed);
  if (!role) throw new UsageError(`The role is ${ROLES.join(' or ')}, not ${typed ?? 'nothing'}.`);
  return role;
}

function creditsOf(typed: string | undefined, byDefault: number): number {
  const credits = typed === undefined ? byDefault : Number(typed);
  if (typed === '' || !Number.isInteger(credits) || credits < 0 || credits > MAX_ADJUSTMENT_CREDITS)
    throw new UsageError(`--credits: a whole number from 0 to ${MAX_ADJUSTMENT_CREDITS}.`);
  return credits;
}

async function main([command, ...rest]: readonly string[]): Promise<void> {
  if (command === undefined) throw new UsageError(USAGE);
  const config = loadConfig();
  const [who, role] = rest;
  switch (command) {
    case 'create':
      return create(config, rest);
    case 'role':
      return change(config, who, { role: roleOf(role) });
    case 'password':
      return makeResetLink(config, who);
    case 'disable':
      return change(config, who, { isActive: false });
    case 'enable':
      return change(config, who, { isActive: true });
    case 'list':
      return list(config);
    default:
      throw new UsageError(USAGE);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof ConfigError || error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
