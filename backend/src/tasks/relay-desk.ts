import { runAsSystem } from '../lib/actor-scope.ts';
import type { QstashReceiver } from '../providers/qstash.ts';
import type { CallbackDesk } from './callback-desk.ts';
import type { RelayedStarts } from './relayed-starts.ts';

/**
 * What became of a relay's callback. `kept`: the answer is stored and the task's next step comes at once. `repeated`: it
 * was stored before. `not_final`: the relay will try again by itself. `unknown_message`: nobody noted such a message, or
 * not yet, so the relay should come again.
 */
export type RelayOutcome =
  | 'kept'
  | 'repeated'
  | 'not_final'
  | 'unknown_message'
  | 'unsigned'
  | 'too_large'
  | 'switched_off';

/** Takes the answers of vendors that a relay brings. Nothing is settled here: a worker reads the answer afterwards. */
export class RelayDesk {
  readonly #receiver: QstashReceiver | undefined;
  readonly #starts: RelayedStarts;
  readonly #callbacks: CallbackDesk;

  constructor(parts: {
    receiver: QstashReceiver | undefined;
    starts: RelayedStarts;
    callbacks: CallbackDesk;
  }) {
    this.#receiver = parts.receiver;
    this.#starts = parts.starts;
    this.#callbacks = parts.callbacks;
  }

  /** `readBody` is called for messages whose signature is of a known key, and gives undefined beyond its bound. */
  async receive(signature: string, readBody: () => Promise<string | undefined>): Promise<RelayOutcome> {
    const receiver = this.#receiver;
    if (!receiver) return 'switched_off';
    if (!receiver.isSigned(signature)) return 'unsigned';
    const body = await readBody();
    if (body === undefined) return 'too_large';
    const answer = await receiver.read(signature, body);
    if (!answer) return 'unsigned';
    if (!answer.isFinal) return 'not_final';
    return runAsSystem(async () => {
      const kept = await this.#starts.keepAnswer(answer);
      if (!kept) return 'unknown_message';
      // Also for a repeated one: the first may have been stored by a process that died before it woke anybody.
      await this.#callbacks.wake(kept.taskId, kept.attempt);
      return kept.isNew ? 'kept' : 'repeated';
    });
  }
}
