import { randomBytes } from 'node:crypto';
import express, { type Express } from 'express';
import pino from 'pino';
import { AccountService, type AccountServiceParts } from '../src/accounts/account-service.ts';
import { ApiKeyGate } from '../src/accounts/api-key-gate.ts';
import { Memberships } from '../src/accounts/memberships.ts';
import { PasswordChanges } from '../src/accounts/password-changes.ts';
import { PasswordHasher } from '../src/accounts/passwords.ts';
import { ResetLinks } from '../src/accounts/reset-links.ts';
import { Sessions } from '../src/accounts/sessions.ts';
import { SignInLimits } from '../src/accounts/sign-in-limits.ts';
import { AccessTokens } from '../src/accounts/tokens.ts';
import { UserStates } from '../src/accounts/user-states.ts';
import { Ledger } from '../src/credits/ledger.ts';
import { EventLog } from '../src/events/event-log.ts';
import { SessionCookies } from '../src/http/cookies.ts';
import { errorHandler } from '../src/http/error-handler.ts';
import { createRateLimits, type RateLimitOptions } from '../src/http/rate-limit.ts';
import { createGuards } from '../src/http/require-user.ts';
import { respond } from '../src/http/respond.ts';
import { authRoutes } from '../src/http/routes/auth.ts';
import { sameOrigin } from '../src/http/same-origin.ts';
import { MovingClock } from './moving-clock.ts';
import { openTestDatabase } from './test-database.ts';

const UNLIMITED = { requests: 1_000_000, windowMs: 60_000 };
const NO_LIMITS: RateLimitOptions = {
  reading: UNLIMITED,
  writing: UNLIMITED,
  uploading: UNLIMITED,
  signingIn: UNLIMITED,
  registering: UNLIMITED,
};

export interface TestAccountOptions
  extends Partial<Pick<AccountServiceParts, 'registrationOpen' | 'signUpCredits'>> {
  readonly rateLimits?: Partial<RateLimitOptions>;
  readonly secure?: boolean;
}

/** Accounts over a real database with a clock tests can move, and the account door in an app of its own. */
export async function openTestAccounts(options: TestAccountOptions = {}) {
  const clock = new MovingClock();
  const database = await openTestDatabase();
  const passwords = new PasswordHasher({ memoryKib: 8, passes: 1, lanes: 1 });
  const accessTokens = new AccessTokens({ key: randomBytes(32), clock });
  const ledger = new Ledger(new EventLog(database), clock);
  const logger = pino({ level: 'silent' });
  const memberships = new Memberships({ database, ledger, clock, logger, isRequired: true });
  const sessions = new Sessions(database, clock);
  const signInLimits = new SignInLimits(database, clock);
  const resetLinks = new ResetLinks(database, clock);
  const userStates = new UserStates(database, clock);
  const accounts = new AccountService({
    ...{ database, clock, ledger, memberships, passwords, accessTokens, sessions, signInLimits },
    passwordChanges: new PasswordChanges({
      ...{ database, clock, passwords, sessions, signInLimits, resetLinks },
      onSessionsEnded: (userId) => userStates.forget(userId),
    }),
    signUpCredits: options.signUpCredits ?? 20,
    registrationOpen: options.registrationOpen ?? true,
  });
  const apiKeyGate = new ApiKeyGate({ database, clock, logger: pino({ level: 'silent' }) });
  const app = accountApp({ accounts, accessTokens, userStates, apiKeyGate }, options);
  return { app, clock, database, passwords, accessTokens, accounts, userStates, resetLinks };
}

function accountApp(
  parts: {
    accounts: AccountService;
    accessTokens: AccessTokens;
    userStates: UserStates;
    apiKeyGate: ApiKeyGate;
  },
  options: TestAccountOptions,
): Express {
  const guards = createGuards(parts);
  const limits = createRateLimits({ ...NO_LIMITS, ...options.rateLimits });
  const cookies = new SessionCookies({ secure: options.secure ?? false });
  const app = express();
  app.set('trust proxy', 1);
  app.use(
    '/api',
    guards.identifyUser,
    limits.general,
    sameOrigin({ trustedOrigins: ['https://studio.example.com'] }),
  );
  app.use('/api', express.json());
  const { requireSession, refuseKeys } = guards;
  app.use('/api', authRoutes({ accounts: parts.accounts, cookies, limits, requireSession, refuseKeys }));
  app.get('/api/operators', guards.requireOperator, (request, response) =>
    respond(request, response, 'welcome'),
  );
  app.use(errorHandler(pino({ level: 'silent' })));
  return app;
}
