import pg from 'pg';

/**
 * What one process's connections to one database tell each other: one that stopped answering makes all doubtful that
 * were made before.
 */
export class LineDoubt {
  /** Monotonic milliseconds. */
  #raisedAt = Number.NEGATIVE_INFINITY;

  raise(): void {
    this.#raisedAt = performance.now();
  }

  covers(connectedAtMs: number): boolean {
    return connectedAtMs < this.#raisedAt;
  }
}

/**
 * A pool that throws away what a dead line makes doubtful. When one connection stops answering, the idle ones made
 * before lead into the same silence, and each would cost its next user the whole time limit once more. `pg` itself
 * even returns a connection whose statement timed out to the pool.
 */
export class RenewingPool {
  readonly #pool: pg.Pool;
  readonly #connectedAt = new WeakMap<pg.PoolClient, number>();
  readonly #doubt: LineDoubt;

  /**
   * `onIdleError` hears of connections that die while nobody uses them; they are replaced at the next need. `doubt` is
   * shared by all pools whose connections go the same way.
   */
  constructor(config: pg.PoolConfig, onIdleError: (error: Error) => void, doubt = new LineDoubt()) {
    this.#doubt = doubt;
    this.#pool = new pg.Pool(config);
    this.#pool.on('connect', (client) => this.#connectedAt.set(client, performance.now()));
    // Without a listener the death of an idle connection would end the process.
    this.#pool.on('error', onIdleError);
  }

  /** A connection; who takes it must give it back through `release`. */
  async connect(): Promise<pg.PoolClient> {
    for (;;) {
      const client = await this.#pool.connect();
      if (!this.#doubt.covers(this.#connectedAt.get(client) ?? 0)) return client;
      client.release(true);
    }
  }

  /** Gives a connection back, or has it closed when `failure` is about the line and not an answer of the server. */
  release(client: pg.PoolClient, failure?: Error): void {
    const isDead = failure !== undefined && isFailureOfLine(failure);
    if (isDead) this.#doubt.raise();
    client.release(isDead);
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}

/** What the server answers has a SQLSTATE; anything else means the line itself is in doubt. */
export function isFailureOfLine(error: unknown): error is Error {
  return error instanceof Error && !(error instanceof pg.DatabaseError);
}
