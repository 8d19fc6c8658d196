import type BetterSqlite from 'better-sqlite3';
import {
  type CompiledQuery,
  DefaultQueryExecutor,
  Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  SqliteQueryCompiler,
} from 'kysely';
import type { Tables } from './tables.ts';

/** Distinct statements kept ready per connection; Kysely's texts are few, only lists of values vary. */
const MAX_CACHED_STATEMENTS = 500;

/**
 * Runs statements on one open connection at once, where Kysely's own executor would wait for a lock on the connection,
 * borrow it and give it back, a dozen promises for each statement. SQLite answers before it returns, so nothing can
 * come between. Statements are prepared once, because preparing costs more than most of them take to run.
 */
class SqliteExecutor extends DefaultQueryExecutor {
  readonly #handle: BetterSqlite.Database;
  readonly #statements = new Map<string, BetterSqlite.Statement<unknown[]>>();

  constructor(handle: BetterSqlite.Database) {
    super(new SqliteQueryCompiler(), new SqliteAdapter(), { provideConnection: refuseConnection });
    this.#handle = handle;
  }

  override async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const statement = this.#prepare(sql);
    if (statement.reader) return { rows: statement.all(parameters) as R[] };
    const { changes, lastInsertRowid } = statement.run(parameters);
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) };
  }

  #prepare(text: string): BetterSqlite.Statement<unknown[]> {
    const known = this.#statements.get(text);
    if (known) return known;
    if (this.#statements.size >= MAX_CACHED_STATEMENTS) this.#statements.clear();
    const statement = this.#handle.prepare<unknown[]>(text);
    this.#statements.set(text, statement);
    return statement;
  }
}

/** The executor leaves nothing else to do for a driver. */
class ClosingDriver extends SqliteDriver {
  readonly #handle: BetterSqlite.Database;

  constructor(handle: BetterSqlite.Database) {
    super({ database: handle });
    this.#handle = handle;
  }

  override async destroy(): Promise<void> {
    this.#handle.close();
  }
}

async function refuseConnection(): Promise<never> {
  throw new Error('transactions and streams of Kysely are not for SQLite; use Database.transaction');
}

/** Kysely on an open connection, which its `destroy()` closes. */
export function queryDirectly(handle: BetterSqlite.Database): Kysely<Tables> {
  const dialect = new SqliteDialect({ database: handle });
  return new Kysely<Tables>({
    config: { dialect },
    dialect,
    driver: new ClosingDriver(handle),
    executor: new SqliteExecutor(handle),
  });
}
