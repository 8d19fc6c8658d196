import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type PostgresServer, startPostgres } from '../backend/test/postgres-server.ts';
import { type DrillEngine, Installation } from './drill/installation.ts';
import { Random } from './drill/random.ts';
import type { DrillProfile, DrillRow } from './drill/row.ts';
import { stopWithLauncher } from './lib/lifeline.ts';

const ROWS_FOLDER = path.join(import.meta.dirname, 'drill', 'rows');
const USAGE = `Usage: npm run drill -- [options]
  --rows F1,F5      only these rows of the fault matrix (default: all)
  --profile short   short or full (default: short)
  --engine sqlite   sqlite or postgres (default: every engine a row is about)
  --seed 7          the same choices again (default: 1)
  --sabotage        plant each row's bug; a row that stays green is then the failure`;

export interface DrillOutcome {
  readonly id: string;
  readonly engine: DrillEngine;
  readonly target: string;
  readonly figure: string;
  readonly problems: readonly string[];
  readonly seconds: number;
}

/** All rows of the fault matrix, by their numbers. */
export async function loadRows(): Promise<readonly DrillRow[]> {
  const files = (await readdir(ROWS_FOLDER)).filter((name) => name.endsWith('.ts'));
  const rows: DrillRow[] = [];
  for (const file of files) {
    const { default: row }: { default: DrillRow } = await import(path.join(ROWS_FOLDER, file));
    rows.push(row);
  }
  return rows.sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
}

/** One PostgreSQL for all rows of a run, started when the first one asks. */
export class SharedPostgres {
  #server: Promise<PostgresServer> | undefined;

  readonly get = (): Promise<PostgresServer> => {
    this.#server ??= startPostgres({ isDurable: true });
    return this.#server;
  };

  async stop(): Promise<void> {
    await (await this.#server)?.stop();
  }
}

/** Runs one row once and closes everything it opened, whatever happens. */
export async function runRow(
  row: DrillRow,
  options: {
    engine: DrillEngine;
    profile: DrillProfile;
    seed: number;
    isSabotaged: boolean;
    postgres: SharedPostgres['get'];
  },
): Promise<DrillOutcome> {
  const { engine, profile, seed, postgres } = options;
  const sabotage = options.isSabotaged ? row.sabotage : undefined;
  const startedAt = performance.now();
  const opened: Installation[] = [];
  let result: { figure: string; problems: readonly string[] };
  try {
    result = await row.run({
      engine,
      profile,
      random: new Random(seed),
      sabotage,
      postgres,
      open: async (more = {}) => {
        const installation = await Installation.open({ ...more, engine, postgres, sabotage });
        opened.push(installation);
        return installation;
      },
    });
  } catch (error) {
    result = {
      figure: 'broke off',
      problems: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    };
  }
  for (const installation of opened) await installation.close();
  return {
    id: row.id,
    engine,
    target: row.target,
    ...result,
    seconds: (performance.now() - startedAt) / 1000,
  };
}

function print(outcome: DrillOutcome, isSabotaged: boolean, seed: number): void {
  const isRed = outcome.problems.length > 0;
  const word = isSabotaged
    ? isRed
      ? 'red, as it must be'
      : 'GREEN WITH A PLANTED BUG'
    : isRed
      ? 'RED'
      : 'ok';
  console.log(
    `${outcome.id.padEnd(4)} ${outcome.engine.padEnd(9)} ${word}: ${outcome.figure} ` +
      `(target: ${outcome.target}; ${outcome.seconds.toFixed(0)} s, seed ${seed})`,
  );
  for (const problem of outcome.problems.slice(0, 5)) console.log(`       ${problem}`);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string' },
      profile: { type: 'string', default: 'short' },
      engine: { type: 'string' },
      seed: { type: 'string', default: '1' },
      sabotage: { type: 'boolean', default: false },
    },
  });
  const { profile, engine, sabotage: isSabotaged } = values;
  const isKnown =
    (profile === 'short' || profile === 'full') && [undefined, 'sqlite', 'postgres'].includes(engine);
  if (!isKnown) throw new Error(USAGE);
  const wanted = values.rows?.split(',');
  const all = await loadRows();
  const unknown = wanted?.filter((id) => !all.some((row) => row.id === id)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no row ${unknown.join(', ')}.\n${USAGE}`);
  const postgres = new SharedPostgres();
  const seed = Number(values.seed);
  let failures = 0;
  try {
    for (const row of all.filter(({ id }) => wanted?.includes(id) ?? true)) {
      for (const each of row.engines.filter((name) => engine === undefined || name === engine)) {
        const outcome = await runRow(row, {
          engine: each,
          profile,
          seed,
          isSabotaged,
          postgres: postgres.get,
        });
        print(outcome, isSabotaged, seed);
        if (outcome.problems.length > 0 !== isSabotaged) failures += 1;
      }
    }
  } finally {
    await postgres.stop();
  }
  console.log(
    failures === 0 ? '\nevery row is as it must be' : `\n${failures} row(s) are not as they must be`,
  );
  process.exitCode = failures === 0 ? 0 : 1;
}

if (import.meta.main) {
  stopWithLauncher();
  process.on('SIGINT', () => process.exit(130));
  process.on('SIGTERM', () => process.exit(143));
  main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  });
}
