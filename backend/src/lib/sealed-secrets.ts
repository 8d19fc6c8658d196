import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { SealingKeys } from './secrets.ts';

/** AES-256-GCM with a random 96-bit nonce and a full tag (NIST SP 800-38D §8.2.2): safe for 2^32 seals per key. */
const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FORM = /^v1\.([0-9a-f]{8})\.([\w-]{16})\.([\w-]{22,})$/;

/** A sealed secret that cannot be opened. The message says which key it needs, never what is inside. */
export class SealBrokenError extends Error {
  override readonly name = 'SealBrokenError';
}

interface SealingKey {
  readonly id: string;
  readonly key: Buffer;
}

/**
 * Seals secrets for the database: `v1.<key id>.<nonce>.<ciphertext and tag>`. The id of the record they belong to is
 * bound into the seal, so that a sealed secret copied into another record does not open there. Keys can be changed:
 * what older keys have sealed still opens and `reseal` moves it to the current one.
 */
export class SealedSecrets {
  readonly #current: SealingKey;
  readonly #known: ReadonlyMap<string, SealingKey>;

  constructor({ current, older }: SealingKeys) {
    this.#current = toSealingKey(current);
    this.#known = new Map([this.#current, ...older.map(toSealingKey)].map((known) => [known.id, known]));
  }

  /** `recordId` names the one record that may open it, such as `webhook:wh_1`. */
  seal(secret: string, recordId: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.#current.key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(Buffer.from(recordId));
    const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `v1.${this.#current.id}.${nonce.toString('base64url')}.${sealed.toString('base64url')}`;
  }

  /** @throws SealBrokenError when its key is not known here, it was changed, or it belongs to another record. */
  open(sealed: string, recordId: string): string {
    const [, keyId = '', nonce = '', body = ''] = FORM.exec(sealed) ?? [];
    if (keyId === '') throw new SealBrokenError('this is no sealed secret');
    const known = this.#known.get(keyId);
    if (!known) throw new SealBrokenError(`sealed with the key ${keyId}, which is not known here`);
    const bytes = Buffer.from(body, 'base64url');
    const decipher = createDecipheriv(ALGORITHM, known.key, Buffer.from(nonce, 'base64url'), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(recordId));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      return Buffer.concat([decipher.update(bytes.subarray(0, -TAG_BYTES)), decipher.final()]).toString(
        'utf8',
      );
    } catch (error) {
      throw new SealBrokenError(`the seal made with the key ${keyId} is broken`, { cause: error });
    }
  }

  /** Whether the current key sealed it. */
  isCurrent(sealed: string): boolean {
    return FORM.exec(sealed)?.[1] === this.#current.id;
  }

  /** The same secret under the current key. @throws SealBrokenError */
  reseal(sealed: string, recordId: string): string {
    return this.isCurrent(sealed) ? sealed : this.seal(this.open(sealed, recordId), recordId);
  }
}

/** The id is a short hash of the key: enough to tell keys apart, useless for finding one. */
function toSealingKey(key: Buffer): SealingKey {
  const id = createHash('sha256').update('atelier sealing key').update(key).digest('hex').slice(0, 8);
  return { id, key };
}
