import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { currentActor } from '../lib/actor-scope.ts';
import { isFailureOfLine, type LineDoubt, RenewingPool } from './renewing-pool.ts';

export interface PostgresPoolOptions {
  readonly url: string;
  readonly applicationName: string;
  readonly size: number;
  readonly isReadOnly: boolean;
  /** A statement that has no answer after this is given up together with its connection; 0 waits for ever. */
  readonly statementTimeoutMs: number;
}

/** Covers the wait for a free connection of the pool too; longer waits are answered as "busy". */
const CONNECT_TIMEOUT_MS = 10_000;
const LOCK_TIMEOUT_MS = 5000;
const OID_INT8 = 20;
const OID_NUMERIC = 1700;

/** Counts, sums and ids are whole numbers far below 2^53; pg hands them out as text unless told otherwise. */
const NUMBERS_AS_NUMBERS: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === OID_INT8 || oid === OID_NUMERIC ? Number : pg.types.getTypeParser(oid, format),
};

/** How every connection of ours is set up; also used for connections outside a pool. */
export function connectionConfig(options: PostgresPoolOptions): pg.ClientConfig {
  const { statementTimeoutMs } = options;
  const settings = [
    '-c timezone=UTC',
    `-c lock_timeout=${LOCK_TIMEOUT_MS}`,
    // The server's side of a connection that died silently must not keep locks.
    `-c idle_in_transaction_session_timeout=${statementTimeoutMs}`,
    ...(options.isReadOnly ? ['-c default_transaction_read_only=on'] : []),
  ];
  return {
    connectionString: options.url,
    application_name: options.applicationName,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    statement_timeout: statementTimeoutMs,
    // Ours is a little longer, so that a slow statement is ended by the server and only a dead line by us.
    query_timeout: statementTimeoutMs === 0 ? 0 : statementTimeoutMs + 1000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    options: settings.join(' '),
    types: NUMBERS_AS_NUMBERS,
  };
}

/** A pool whose connections carry the current actor and are thrown away when they stop answering. */
export class ActorPool implements PostgresPool {
  readonly options: object;
  readonly Client = pg.Client;
  readonly #pool: RenewingPool;
  readonly #actors = new WeakMap<pg.PoolClient, string>();

  constructor(options: PostgresPoolOptions, onIdleError: (error: Error) => void, doubt?: LineDoubt) {
    const config = { ...connectionConfig(options), max: options.size, idleTimeoutMillis: 60_000 };
    this.options = config;
    this.#pool = new RenewingPool(config, onIdleError, doubt);
  }

  async connect(): Promise<PostgresPoolClient> {
    const client = await this.#pool.connect();
    const guarded = new GuardedClient(client, this.#pool);
    const actor = currentActor();
    if (this.#actors.get(client) !== actor) {
      try {
        await guarded.query("select set_config('atelier.actor', $1, false)", [actor]);
        this.#actors.set(client, actor);
      } catch (error) {
        guarded.release();
        throw error;
      }
    }
    return guarded as unknown as PostgresPoolClient;
  }

  end(): Promise<void> {
    return this.#pool.end();
  }
}

/** Remembers that a connection failed on the line, refuses further use and has it closed instead of reused. */
class GuardedClient {
  readonly #client: pg.PoolClient;
  readonly #pool: RenewingPool;
  #lineError: Error | undefined;

  constructor(client: pg.PoolClient, pool: RenewingPool) {
    this.#client = client;
    this.#pool = pool;
    this.#client.on('error', this.#onError);
  }

  get processID(): number | undefined {
    return (this.#client as { processID?: number }).processID;
  }

  async query(text: string, values: readonly unknown[]): Promise<pg.QueryResult> {
    if (this.#lineError) throw this.#lineError;
    try {
      return await this.#client.query(text, [...values]);
    } catch (error) {
      if (isFailureOfLine(error)) this.#lineError = error;
      throw error;
    }
  }

  release(isBroken?: boolean): void {
    this.#client.off('error', this.#onError);
    const broken = isBroken === true ? new Error('the connection is broken') : undefined;
    this.#pool.release(this.#client, this.#lineError ?? broken);
  }

  readonly #onError = (error: Error): void => {
    this.#lineError ??= error;
  };
}
