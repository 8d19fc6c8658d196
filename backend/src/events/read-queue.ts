import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as endOfTurn } from 'node:timers/promises';

/** Something that reads new events when it is told that there may be some. */
export interface Reader {
  /** Reads one page. Returns whether it should be called again soon. */
  readOnce(): Promise<boolean>;
}

/** Reads under way at the same time, so that a thousand woken readers leave the database's connections to others. */
const MAX_READING = 4;

/**
 * Lets readers read: each once however often it was added meanwhile, never twice at the same time, in the order in
 * which they were added, with a turn of the event loop between two pages.
 */
export class ReadQueue {
  readonly #onError: (error: unknown) => void;
  readonly #due = new Set<Reader>();
  readonly #reading = new Set<Reader>();
  /**
   * Enters the context in which this queue was made. Readers are added by whichever request's commit rang the bell;
   * run from there, they would inherit that request's user and its transaction and read as somebody else.
   */
  readonly #outside = AsyncLocalStorage.snapshot();
  #hands = 0;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** Returns at once. A reader that fails is left alone until it is added again. */
  add(reader: Reader): void {
    this.#due.add(reader);
    if (this.#hands >= MAX_READING) return;
    this.#hands += 1;
    this.#outside(() => void this.#run());
  }

  remove(reader: Reader): void {
    this.#due.delete(reader);
  }

  async #run(): Promise<void> {
    for (;;) {
      await endOfTurn();
      const reader = this.#next();
      if (!reader) break;
      this.#reading.add(reader);
      try {
        if (await reader.readOnce()) this.#due.add(reader);
      } catch (error) {
        this.#onError(error);
      } finally {
        this.#reading.delete(reader);
      }
    }
    this.#hands -= 1;
  }

  /** A reader that is reading just now is due again when it is done; the hand that holds it comes back for it. */
  #next(): Reader | undefined {
    for (const reader of this.#due) {
      if (this.#reading.has(reader)) continue;
      this.#due.delete(reader);
      return reader;
    }
    return undefined;
  }
}
