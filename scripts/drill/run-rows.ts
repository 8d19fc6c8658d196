import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type PostgresServer, startPostgres } from '../../backend/test/postgres-server.ts';
import { type DrillEngine, Installation } from './installation.ts';
import { unmetNeed } from './needs.ts';
import { Random } from './random.ts';
import type { DrillProfile, DrillRow } from './row.ts';

const ROWS_FOLDER = path.join(import.meta.dirname, 'rows');

/** One row to run once on one engine, as it is or with its bug planted. */
export interface DrillRun {
  readonly row: DrillRow;
  readonly engine: DrillEngine;
  readonly profile: DrillProfile;
  readonly seed: number;
  readonly isSabotaged: boolean;
}

export interface DrillOutcome extends DrillRun {
  readonly figure: string;
  readonly problems: readonly string[];
  readonly seconds: number;
  /** Green as the software is, red with the planted bug. */
  readonly isAsItMustBe: boolean;
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

/** Parts the runs this machine can make from those it cannot, with the reason. */
export function partByNeeds(runs: readonly DrillRun[]): {
  possible: readonly DrillRun[];
  impossible: ReadonlyArray<{ readonly run: DrillRun; readonly reason: string }>;
} {
  const reasons = new Map(runs.map(({ row }) => [row.needs, unmetNeed(row.needs)]));
  const impossible = runs.flatMap((run) => {
    const reason = reasons.get(run.row.needs);
    return reason === undefined ? [] : [{ run, reason }];
  });
  return { possible: runs.filter(({ row }) => reasons.get(row.needs) === undefined), impossible };
}

/** Makes the runs, so many side by side, with one PostgreSQL for all of them, and tells of each when it is over. */
export async function makeRuns(
  runs: readonly DrillRun[],
  options: {
    readonly atOnce: number;
    readonly tell: (outcome: DrillOutcome) => void;
    /** Sees each installation when its row is over, before it is taken down. */
    readonly lookAt?: (installation: Installation) => Promise<void>;
  },
): Promise<readonly DrillOutcome[]> {
  const postgres = new SharedPostgres();
  const waiting = [...runs];
  const outcomes: DrillOutcome[] = [];
  const work = async (): Promise<void> => {
    for (let run = waiting.shift(); run !== undefined; run = waiting.shift()) {
      const outcome = await makeTries(run, (tried) => makeRun(tried, postgres.get, options.lookAt));
      outcomes.push(outcome);
      options.tell(outcome);
    }
  };
  try {
    await Promise.all(Array.from({ length: options.atOnce }, work));
  } finally {
    await postgres.stop();
  }
  return outcomes;
}

/** Some bugs show only when things happen in a certain order, which a busy machine may not bring about at once. */
const SABOTAGE_TRIES = 3;

/** A sound row runs once. One with a planted bug gets further seeds until it is red. */
async function makeTries(
  run: DrillRun,
  make: (tried: DrillRun) => Promise<DrillOutcome>,
): Promise<DrillOutcome> {
  let outcome = await make(run);
  for (let tried = 1; run.isSabotaged && !outcome.isAsItMustBe && tried < SABOTAGE_TRIES; tried += 1) {
    outcome = await make({ ...run, seed: run.seed + tried });
  }
  return outcome;
}

/** Runs one row once and closes everything it opened, whatever happens. */
async function makeRun(
  run: DrillRun,
  postgres: SharedPostgres['get'],
  lookAt: (installation: Installation) => Promise<void> = async () => undefined,
): Promise<DrillOutcome> {
  const { row, engine, profile, seed, isSabotaged } = run;
  const sabotage = isSabotaged ? row.sabotage : undefined;
  const startedAt = performance.now();
  const opened: Installation[] = [];
  let result: { figure: string; problems: readonly string[]; isBroken?: boolean };
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
    const problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    result = { figure: 'broke off', problems: [problem], isBroken: true };
  }
  for (const installation of opened) {
    if (!installation.isClosed) await lookAt(installation);
    await installation.close();
  }
  const { figure, problems, isBroken = false } = result;
  // A drill that broke off shows nothing about the planted bug.
  const isAsItMustBe = isSabotaged ? problems.length > 0 && !isBroken : problems.length === 0;
  return { ...run, figure, problems, isAsItMustBe, seconds: (performance.now() - startedAt) / 1000 };
}

/** One PostgreSQL for all rows of a run, started when the first one asks. */
class SharedPostgres {
  #server: Promise<PostgresServer> | undefined;

  readonly get = (): Promise<PostgresServer> => {
    this.#server ??= startPostgres({ isDurable: true });
    return this.#server;
  };

  async stop(): Promise<void> {
    await (await this.#server)?.stop();
  }
}

/** One line about a run, and a few more about what was wrong. */
export function describeOutcome(outcome: DrillOutcome): string {
  const { row, engine, isSabotaged, isAsItMustBe, figure, problems, seconds, seed, profile } = outcome;
  const word = isSabotaged
    ? isAsItMustBe
      ? `red with the planted bug ${row.sabotage}`
      : `NOT RED WITH THE PLANTED BUG ${row.sabotage}`
    : isAsItMustBe
      ? 'ok'
      : 'RED';
  const line =
    `${row.id.padEnd(4)} ${engine.padEnd(9)} ${word}: ${figure} ` +
    `(target: ${row.target}; ${profile}, ${seconds.toFixed(0)} s, seed ${seed})`;
  const shown = isSabotaged ? problems.slice(0, 1) : problems.slice(0, 8);
  return [line, ...shown.map((problem) => `       ${problem.slice(0, 600)}`)].join('\n');
}
