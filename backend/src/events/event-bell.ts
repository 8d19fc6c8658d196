/** Hears of new events. Both functions are called from anywhere, must be quick and must not throw. */
export interface BellHandler {
  /** These users have new events, committed by this process or another one. */
  rung(userIds: readonly string[]): void;
  /** Rings may have been lost: there can be new events of anybody. */
  missed(): void;
}

/**
 * Tells every process that users have new events, after their commit. A ring says only "look": a lost one makes
 * events late, never missing, because readers go on after the last id they have.
 */
export interface EventBell {
  /** Returns at once. */
  ring(userIds: readonly string[]): void;
  /** Returns the function that ends listening. */
  listen(handler: BellHandler): () => void;
  close(): Promise<void>;
}

/** For an installation of one process. */
export class LocalBell implements EventBell {
  readonly #handlers = new Set<BellHandler>();

  ring(userIds: readonly string[]): void {
    for (const handler of this.#handlers) handler.rung(userIds);
  }

  listen(handler: BellHandler): () => void {
    this.#handlers.add(handler);
    return () => void this.#handlers.delete(handler);
  }

  async close(): Promise<void> {
    this.#handlers.clear();
  }
}
