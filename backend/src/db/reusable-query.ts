import {
  type CompiledQuery,
  type Expression,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  sql,
} from 'kysely';
import type { Tables } from './tables.ts';

/** Stands in a compiled statement where a value will go. */
class Slot {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

interface Compilable<R> {
  compile(): CompiledQuery<R>;
}

/**
 * A statement that is built and compiled once and then run with new values. Building one anew costs several times
 * what the database needs to run it, so the statements of every task's path are made this way.
 *
 * `build` gets a function that marks the place of a named value. Values may differ, the text may not: no lists of
 * changing length and no conditions on values. Returns a function that runs the statement and gives its result.
 */
export function reusableQuery<V extends object, R = unknown>(
  build: (
    db: Kysely<Tables>,
    value: <K extends keyof V & string>(name: K) => Expression<V[K]>,
  ) => Compilable<R>,
): (db: Kysely<Tables>, values: V) => Promise<QueryResult<R>> {
  // One compiled form per dialect: the adapter is the same object for a database and all its transactions.
  const compiledFor = new WeakMap<object, CompiledQuery<R>>();
  return (db, values) => {
    const executor = db.getExecutor();
    const { adapter } = executor;
    let compiled = compiledFor.get(adapter);
    if (!compiled) {
      const isSqlite = adapter instanceof SqliteAdapter;
      compiled = build(db, (name) =>
        // SQLite plans a statement anew for each new value that is compared in a table with partial indexes (STAT4),
        // which takes ten times as long as running it; a value behind a plus sign is not looked at.
        isSqlite ? sql`+${new Slot(name)}` : sql`${new Slot(name)}`,
      ).compile();
      compiledFor.set(adapter, compiled);
    }
    const byName = values as Readonly<Record<string, unknown>>;
    const parameters = compiled.parameters.map((given) =>
      given instanceof Slot ? byName[given.name] : given,
    );
    return executor.executeQuery({ ...compiled, parameters });
  };
}
