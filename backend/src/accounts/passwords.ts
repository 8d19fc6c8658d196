import {
  type Argon2Algorithm,
  type Argon2Parameters,
  argon2,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';
import { AppError } from '../lib/app-error.ts';

/** Cost of one hash: memory in KiB, passes over it, lanes. */
export interface PasswordCost {
  readonly memoryKib: number;
  readonly passes: number;
  readonly lanes: number;
}

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane is the recommended floor. */
export const DEFAULT_PASSWORD_COST: PasswordCost = { memoryKib: 19_456, passes: 2, lanes: 1 };

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** Each takes a thread of Node's pool and its memory; file access needs threads of the same pool. */
const MAX_AT_ONCE = 4;
/** About two seconds of work; whoever comes later is told to come back instead of piling up. */
const MAX_WAITING = 100;

/** PHC string format: `$argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>`, both base64 without padding. */
const PHC_FORM =
  /^\$argon2id\$v=19\$m=(?<memory>\d{1,7}),t=(?<passes>\d{1,3}),p=(?<lanes>\d{1,3})\$(?<salt>[A-Za-z0-9+/]{11,86})\$(?<hash>[A-Za-z0-9+/]{22,86})$/;

interface StoredHash {
  readonly cost: PasswordCost;
  readonly salt: Buffer;
  readonly hash: Buffer;
}

/** Hashes and checks passwords with argon2id. At most four at once, one instance per process. */
export class PasswordHasher {
  readonly #cost: PasswordCost;
  readonly #derivation: (algorithm: Argon2Algorithm, parameters: Argon2Parameters) => Promise<Buffer>;
  readonly #decoy: StoredHash;
  #running = 0;
  readonly #waiting: Array<() => void> = [];

  constructor(cost: PasswordCost = DEFAULT_PASSWORD_COST, derivation = argon2) {
    this.#cost = cost;
    this.#derivation = promisify(derivation);
    this.#decoy = { cost, salt: randomBytes(SALT_BYTES), hash: randomBytes(HASH_BYTES) };
  }

  /** @throws AppError server_busy when too many are waiting. */
  async hash(password: string): Promise<string> {
    const salt = randomBytes(SALT_BYTES);
    const hash = await this.#derive(password, { cost: this.#cost, salt, hash: Buffer.alloc(HASH_BYTES) });
    const { memoryKib, passes, lanes } = this.#cost;
    return `$argon2id$v=19$m=${memoryKib},t=${passes},p=${lanes}$${unpadded(salt)}$${unpadded(hash)}`;
  }

  /**
   * Whether the password is the one behind a stored hash. Without a stored hash (no such account, or one that cannot
   * sign in by password) it does the same work and answers no, so that the time taken tells nothing.
   * @throws AppError server_busy when too many are waiting.
   */
  async verify(password: string, stored: string | null): Promise<boolean> {
    const expected = stored === null ? this.#decoy : parse(stored);
    const actual = await this.#derive(password, expected);
    return timingSafeEqual(actual, expected.hash) && stored !== null;
  }

  /** Whether a stored hash was made at another cost than today's; then hash again while the password is at hand. */
  needsRehash(stored: string): boolean {
    const { cost } = parse(stored);
    return (
      cost.memoryKib !== this.#cost.memoryKib ||
      cost.passes !== this.#cost.passes ||
      cost.lanes !== this.#cost.lanes
    );
  }

  async #derive(password: string, like: StoredHash): Promise<Buffer> {
    await this.#enter();
    try {
      return await this.#derivation('argon2id', {
        // The same characters typed on another system may arrive composed differently.
        message: password.normalize('NFKC'),
        nonce: like.salt,
        parallelism: like.cost.lanes,
        memory: like.cost.memoryKib,
        passes: like.cost.passes,
        tagLength: like.hash.length,
      });
    } finally {
      this.#leave();
    }
  }

  async #enter(): Promise<void> {
    if (this.#running < MAX_AT_ONCE) {
      this.#running += 1;
      return;
    }
    if (this.#waiting.length >= MAX_WAITING) throw new AppError('server_busy');
    await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Hands the place over to whoever waits longest, so that `#running` never drops in between. */
  #leave(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}

function parse(stored: string): StoredHash {
  const parts = PHC_FORM.exec(stored)?.groups;
  if (!parts) throw new Error('a stored password hash has an unknown form');
  return {
    cost: {
      memoryKib: Number(parts.memory),
      passes: Number(parts.passes),
      lanes: Number(parts.lanes),
    },
    salt: Buffer.from(parts.salt ?? '', 'base64'),
    hash: Buffer.from(parts.hash ?? '', 'base64'),
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '');
}
