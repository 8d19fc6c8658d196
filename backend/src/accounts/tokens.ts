import { createSecretKey, type KeyObject } from 'node:crypto';
import { ROLES, type Role } from '@atelier/shared/roles';
import jsonwebtoken from 'jsonwebtoken';
import { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import { BoundedMap } from '../lib/bounded-map.ts';
import type { Clock } from '../lib/clock.ts';

const ISSUER = 'atelier';
const AUDIENCE = 'atelier-api';
/** Tells access tokens from whatever else may one day be signed with the same key. */
const TYPE = 'access';
const ALGORITHM = 'HS256';
const MIN_KEY_BYTES = 32;
/** A client shows the same token again with each request, for a quarter of an hour. */
const MAX_REMEMBERED = 10_000;
export const ACCESS_TOKEN_LIFETIME_SECONDS = 15 * 60;

const claimsSchema = z.object({
  sub: z.string().min(1),
  role: z.enum(ROLES),
  type: z.literal(TYPE),
  iat: z.int(),
  exp: z.int(),
});

/** Who an access token speaks for. */
export interface AccessClaims {
  readonly userId: string;
  readonly role: Role;
}

/** What a genuine token says. */
export interface VerifiedClaims extends AccessClaims {
  /** When it was given out, in milliseconds since 1970, rounded down to a whole second. */
  readonly issuedAtMs: number;
  /** When it ends, in milliseconds since 1970. */
  readonly endsAtMs: number;
}

export interface AccessTokenOptions {
  /** At least 32 bytes. */
  readonly key: Buffer;
  /** Accepted but never used for new tokens: the key before the last change. */
  readonly previousKey?: Buffer | null;
  readonly lifetimeSeconds?: number;
  readonly clock: Clock;
}

/** Short-lived signed tokens that need no look at the database: HS256 only, with issuer, audience, type and expiry. */
export class AccessTokens {
  readonly lifetimeSeconds: number;
  readonly #key: KeyObject;
  readonly #acceptedKeys: readonly KeyObject[];
  readonly #clock: Clock;
  /** What genuine tokens say, by their whole text; forgeries are never remembered. */
  readonly #genuine = new BoundedMap<string, VerifiedClaims>(MAX_REMEMBERED);

  constructor({ key, previousKey, lifetimeSeconds, clock }: AccessTokenOptions) {
    const keys = previousKey ? [key, previousKey] : [key];
    if (keys.some((each) => each.length < MIN_KEY_BYTES)) {
      throw new Error(`keys for access tokens need at least ${MIN_KEY_BYTES} bytes`);
    }
    // Made once: the library would otherwise import the bytes again for every token.
    this.#acceptedKeys = keys.map((bytes) => createSecretKey(bytes));
    this.#key = createSecretKey(key);
    this.lifetimeSeconds = lifetimeSeconds ?? ACCESS_TOKEN_LIFETIME_SECONDS;
    this.#clock = clock;
  }

  issue({ userId, role }: AccessClaims): string {
    const issuedAt = this.#nowSeconds();
    return jsonwebtoken.sign(
      { role, type: TYPE, iat: issuedAt, exp: issuedAt + this.lifetimeSeconds },
      this.#key,
      {
        algorithm: ALGORITHM,
        issuer: ISSUER,
        audience: AUDIENCE,
        subject: userId,
      },
    );
  }

  /** @throws AppError token_expired for a genuine token past its time, token_invalid for anything else. */
  verify(token: string): VerifiedClaims {
    const known = this.#genuine.get(token);
    if (known && this.#nowSeconds() * 1000 < known.endsAtMs) return known;
    const claims = this.#verifyAnew(token);
    this.#genuine.set(token, claims);
    return claims;
  }

  #verifyAnew(token: string): VerifiedClaims {
    let failure: unknown;
    for (const key of this.#acceptedKeys) {
      try {
        return this.#verifyWith(token, key);
      } catch (error) {
        // Only a key that made the token can tell that it has expired.
        if (error instanceof jsonwebtoken.TokenExpiredError)
          throw new AppError('token_expired', {}, { cause: error });
        failure = error;
      }
    }
    throw new AppError('token_invalid', {}, { cause: failure });
  }

  #verifyWith(token: string, key: KeyObject): VerifiedClaims {
    const payload = jsonwebtoken.verify(token, key, {
      algorithms: [ALGORITHM],
      issuer: ISSUER,
      audience: AUDIENCE,
      clockTimestamp: this.#nowSeconds(),
    });
    const { sub, role, iat, exp } = claimsSchema.parse(payload);
    return { userId: sub, role, issuedAtMs: iat * 1000, endsAtMs: exp * 1000 };
  }

  #nowSeconds(): number {
    return Math.floor(this.#clock.now().getTime() / 1000);
  }
}
