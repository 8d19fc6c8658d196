import { AccountService } from './accounts/account-service.ts';
import { ApiKeyGate } from './accounts/api-key-gate.ts';
import { ApiKeys } from './accounts/api-keys.ts';
import type { Memberships } from './accounts/memberships.ts';
import { PasswordChanges } from './accounts/password-changes.ts';
import { PasswordHasher } from './accounts/passwords.ts';
import { ResetLinks } from './accounts/reset-links.ts';
import { Sessions } from './accounts/sessions.ts';
import { SignInLimits } from './accounts/sign-in-limits.ts';
import { AccessTokens } from './accounts/tokens.ts';
import { UserDesk } from './accounts/user-desk.ts';
import { UserStates } from './accounts/user-states.ts';
import type { Config } from './config.ts';
import type { KeyUsageReader } from './credits/key-usage-reader.ts';
import type { Ledger } from './credits/ledger.ts';
import type { Database } from './db/database.ts';
import type { EventBell } from './events/event-bell.ts';
import type { EventLog } from './events/event-log.ts';
import { LiveEvents } from './events/live-events.ts';
import type { Clock } from './lib/clock.ts';
import type { Logger } from './lib/logger.ts';
import type { Secrets } from './lib/secrets.ts';

interface AccountParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly ledger: Ledger;
  readonly memberships: Memberships;
  readonly keyUsage: KeyUsageReader;
  readonly events: EventLog;
  readonly bell: EventBell;
  readonly secrets: Secrets;
  readonly passwords: PasswordHasher | undefined;
  readonly heartbeatMs: number | undefined;
}

/** Who may come in, and the live streams, which end when somebody may no longer. */
export function composeAccounts(config: Config, parts: AccountParts) {
  const { database, clock, logger, ledger, memberships, keyUsage, events, bell, secrets, heartbeatMs } =
    parts;
  const passwords = parts.passwords ?? new PasswordHasher();
  const accessTokens = new AccessTokens({
    key: secrets.sessionKey,
    previousKey: secrets.previousSessionKey,
    lifetimeSeconds: config.accessTokenSeconds,
    clock,
  });
  const userStates = new UserStates(database, clock);
  const apiKeyGate = new ApiKeyGate({ database, clock, logger });
  const liveEvents = new LiveEvents({
    ...{ events, bell, clock, logger },
    admits: async (userId) => (await userStates.stateOf(userId))?.isActive === true,
    admitsKey: (apiKeyId) => apiKeyGate.isGood(apiKeyId),
    ...(heartbeatMs !== undefined && { heartbeatMs }),
  });
  const onUserChanged = (userId: string): void => {
    userStates.forget(userId);
    liveEvents.endUser(userId);
  };
  const sessions = new Sessions(database, clock);
  const signInLimits = new SignInLimits(database, clock);
  const resetLinks = new ResetLinks(database, clock);
  const accounts = new AccountService({
    ...{ database, clock, ledger, memberships, passwords, accessTokens, sessions, signInLimits },
    passwordChanges: new PasswordChanges({
      ...{ database, clock, passwords, sessions, signInLimits, resetLinks },
      onSessionsEnded: onUserChanged,
    }),
    signUpCredits: config.signUpCredits,
    registrationOpen: config.registrationOpen,
  });
  const userDesk = new UserDesk({
    ...{ database, clock, ledger, memberships, sessions },
    onChanged: onUserChanged,
  });
  const apiKeys = new ApiKeys({ database, keyUsage, clock, onRevoked: (key) => liveEvents.endKey(key) });
  return {
    ...{ accounts, userDesk, userStates, resetLinks, passwords, accessTokens },
    ...{ apiKeyGate, apiKeys, liveEvents },
  };
}
