import type pg from 'pg';
import type { Db } from 'pg-boss';
import { PostgresLine } from '../db/postgres-line.ts';
import { isFailureOfLine, LineDoubt, RenewingPool } from '../db/renewing-pool.ts';
import type { Logger } from '../lib/logger.ts';

/** The messenger's statements are small and few. */
const POOL_SIZE = 5;

/**
 * pg-boss's connections in our hands. Its own pool gives up a dead connection only after its time limit, one after
 * another, so that a network which goes silent for seconds would keep its queues waiting for a minute.
 */
export class MessengerDatabase implements Db {
  readonly #connection: pg.ClientConfig;
  readonly #logger: Logger;
  readonly #doubt: LineDoubt;
  readonly #pool: RenewingPool;
  #closed: Promise<void> | undefined;

  constructor(connection: pg.ClientConfig, logger: Logger, doubt = new LineDoubt()) {
    this.#doubt = doubt;
    this.#connection = connection;
    this.#logger = logger;
    this.#pool = new RenewingPool(
      { ...connection, max: POOL_SIZE },
      (error) => logger.warn({ err: error }, 'a connection of the messenger was lost'),
      doubt,
    );
  }

  readonly executeSql: Db['executeSql'] = async (text, values = []) => {
    const client = await this.#pool.connect();
    let failure: Error | undefined;
    const onError = (error: Error): void => {
      failure ??= error;
    };
    client.on('error', onError);
    try {
      return await client.query(text, values);
    } catch (error) {
      if (isFailureOfLine(error)) failure ??= error;
      throw error;
    } finally {
      client.off('error', onError);
      this.#pool.release(client, failure);
    }
  };

  /** One line of its own that is kept up; what was missed while it was down is fetched after each new connection. */
  readonly listen: NonNullable<Db['listen']> = async (channel, onNotification, onReconnect) => {
    const line = new PostgresLine({
      connection: this.#connection,
      onConnected: async (client) => {
        client.on('notification', ({ payload }) => onNotification(payload ?? ''));
        await client.query(`listen "${channel}"`);
      },
      onAlive: (isNew) => {
        if (isNew) onReconnect();
      },
      onLost: (error) => {
        this.#doubt.raise();
        this.#logger.warn({ err: error }, 'the messenger does not hear its queues');
      },
    });
    line.open();
    return { close: () => line.close() };
  };

  close(): Promise<void> {
    this.#closed ??= this.#pool.end();
    return this.#closed;
  }
}
