import type { TaskPhase } from '@atelier/shared/contracts/admin-task';
import type { Database } from '../db/database.ts';
import type { TaskRow } from '../db/tables.ts';
import type { JobEngine } from '../engine/job-engine.ts';
import { runAsSystem } from '../lib/actor-scope.ts';
import type { Clock } from '../lib/clock.ts';
import type { CallbackMessage, ProviderAdapter } from '../providers/adapter.ts';
import type { Catalogue } from '../providers/catalogue.ts';
import type { Connections } from '../providers/connection.ts';
import type { CallbackAddress, CallbackAddresses } from './callback-addresses.ts';

/** Callbacks make a vendor be asked about a task at most this often, however many come. */
export const CALLBACK_GAP_MS = 5000;

/** While a start is being heard a quick vendor may call back already; what it says is remembered for the first check. */
export const WAITING_PHASES: readonly TaskPhase[] = ['submitting', 'running'];

/**
 * What became of a callback. `sooner`: the next check was brought forward. `repeated`: an equally early one was planned
 * already. `not_waiting`: the task has ended, or nothing is awaited from a vendor. `unverified`: the signature is wrong
 * or too old. `too_large`: the body was not read to its end. `unknown_address`: we never gave this address away.
 */
export type CallbackOutcome =
  | 'sooner'
  | 'repeated'
  | 'not_waiting'
  | 'unverified'
  | 'too_large'
  | 'unknown_address';

/** A message as it came in just now. */
export type ReceivedMessage = Omit<CallbackMessage, 'receivedAt'>;

interface Parts {
  readonly database: Database;
  readonly engine: JobEngine;
  readonly catalogue: Catalogue;
  readonly connections: Pick<Connections, 'find'>;
  readonly addresses: CallbackAddresses;
  readonly clock: Clock;
}

type Waiting = Pick<TaskRow, 'phase' | 'attempt' | 'due_at' | 'lease_token' | 'called_back_at'>;

/**
 * Takes vendors' word that something happened, and believes nothing else of it: the only effect of a callback is that
 * the vendor is asked sooner, never more often than `CALLBACK_GAP_MS` allows. A replayed message is therefore harmless
 * and receipts need not be kept.
 */
export class CallbackDesk {
  readonly #parts: Parts;
  readonly #adapters: ReadonlyMap<string, ProviderAdapter>;
  /** One look per task at a time in this process, so that many callbacks do not wait for each other's row lock. */
  readonly #underWay = new Map<string, Promise<CallbackOutcome>>();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.#adapters = new Map([...parts.catalogue.values()].map(({ provider }) => [provider.slug, provider]));
  }

  /**
   * `readMessage` is called for genuine addresses only, and gives undefined for a message beyond its bound. Rejects when
   * the database cannot be reached; the vendor should then try again.
   */
  async receive(
    address: CallbackAddress,
    readMessage: () => Promise<ReceivedMessage | undefined>,
  ): Promise<CallbackOutcome> {
    const adapter = this.#adapters.get(address.provider);
    const attempt = adapter?.callback && this.#parts.addresses.attemptOf(address);
    if (!adapter || attempt === undefined) return 'unknown_address';
    const message = await readMessage();
    if (!message) return 'too_large';
    if (!this.#isVerified(adapter, message)) return 'unverified';
    return this.wake(address.taskId, attempt);
  }

  /** Brings the next check of an attempt forward. Whoever calls this has made sure that there is reason to. */
  wake(taskId: string, attempt: number): Promise<CallbackOutcome> {
    return this.#oneAtATime(taskId, () => runAsSystem(() => this.#bringForward(taskId, attempt)));
  }

  /** Vendors without signatures, or without a secret set here, have proved enough by knowing the address. */
  #isVerified({ slug, callback }: ProviderAdapter, message: ReceivedMessage): boolean {
    const secret = this.#parts.connections.find(slug)?.callbackSecret ?? null;
    if (!callback?.verify || secret === null) return true;
    return callback.verify({ ...message, receivedAt: this.#parts.clock.now() }, secret);
  }

  async #oneAtATime(taskId: string, look: () => Promise<CallbackOutcome>): Promise<CallbackOutcome> {
    const underWay = this.#underWay.get(taskId);
    if (underWay) {
      const outcome = await underWay;
      return outcome === 'sooner' ? 'repeated' : outcome;
    }
    const run = look().finally(() => this.#underWay.delete(taskId));
    this.#underWay.set(taskId, run);
    return run;
  }

  async #bringForward(taskId: string, attempt: number): Promise<CallbackOutcome> {
    const row = await this.#parts.database.read
      .selectFrom('ai_tasks')
      .select(['phase', 'attempt', 'due_at', 'lease_token', 'called_back_at'])
      .where('id', '=', taskId)
      .executeTakeFirst();
    if (row?.attempt !== attempt || !WAITING_PHASES.includes(row.phase)) return 'not_waiting';
    const wanted = this.#nextCheckFor(row);
    return wanted && (await this.#write(taskId, attempt, wanted)) ? 'sooner' : 'repeated';
  }

  /** Undefined when a check is planned that is early enough. */
  #nextCheckFor({ phase, due_at, lease_token, called_back_at }: Waiting): Date | undefined {
    const nowMs = this.#parts.clock.now().getTime();
    const lastMs = called_back_at === null ? Number.NEGATIVE_INFINITY : Date.parse(called_back_at);
    if (lastMs > nowMs) return undefined;
    const wantedMs = Math.max(nowMs, lastMs + CALLBACK_GAP_MS);
    const isInHand = phase === 'submitting' || lease_token !== null;
    const isEarlyEnough = !isInHand && due_at !== null && Date.parse(due_at) <= wantedMs;
    return isEarlyEnough ? undefined : new Date(wantedMs);
  }

  /**
   * One short transaction: the new date and the wake-up for it. A task in a worker's hand keeps its date, on which the
   * sweep relies; the worker sees the mark when it plans its next check.
   */
  async #write(taskId: string, attempt: number, wanted: Date): Promise<boolean> {
    const { database, engine } = this.#parts;
    const at = wanted.toISOString();
    return database.transaction(async (transaction) => {
      const written = await transaction.query
        .updateTable('ai_tasks')
        .set((eb) => {
          const isFree = eb.and([
            eb('phase', '=', 'running'),
            eb('lease_token', 'is', null),
            eb('due_at', '>', at),
          ]);
          return {
            called_back_at: at,
            due_at: eb.case().when(isFree).then(at).else(eb.ref('due_at')).end(),
          };
        })
        .where('id', '=', taskId)
        .where('attempt', '=', attempt)
        .where('phase', 'in', WAITING_PHASES)
        // Another process may have brought it forward since we looked.
        .where((eb) => eb.or([eb('called_back_at', 'is', null), eb('called_back_at', '<', at)]))
        .returning(['phase', 'lease_token', 'due_at', 'ai_provider'])
        .executeTakeFirst();
      if (!written) return false;
      const isFree = written.phase === 'running' && written.lease_token === null && written.due_at === at;
      if (isFree) await engine.enqueue(transaction, { taskId, lane: written.ai_provider }, wanted);
      return true;
    });
  }
}
