import type { PostgresServer } from '../../backend/test/postgres-server.ts';
import type { DrillEngine, Installation, InstallationOptions } from './installation.ts';
import type { Random } from './random.ts';

export type DrillProfile = 'short' | 'full';

/** What a row needs of the machine beside Node. */
export type DrillNeed = 'strace' | 'mount';

export interface DrillContext {
  readonly engine: DrillEngine;
  readonly profile: DrillProfile;
  readonly random: Random;
  /** Set when the row's bug is planted. */
  readonly sabotage: string | undefined;
  /** Opens an installation with the context's engine and bug; it is closed after the row. */
  open(
    options?: Partial<Omit<InstallationOptions, 'engine' | 'postgres' | 'sabotage'>>,
  ): Promise<Installation>;
  readonly postgres: () => Promise<PostgresServer>;
}

export interface DrillResult {
  /** The measured numbers in words, as they go into docs/promises.md. */
  readonly figure: string;
  /** What was not as promised; empty is the only good answer. */
  readonly problems: readonly string[];
}

/** One row of the fault matrix. */
export interface DrillRow {
  readonly id: string;
  readonly title: string;
  readonly target: string;
  readonly engines: readonly DrillEngine[];
  /** The bug that must turn the row red (plants.ts). */
  readonly sabotage: string;
  /** The planted bug shows within seconds, so `npm test` plants it too. */
  readonly isSabotagedInTests?: boolean;
  /** Its short profile waits for half a minute and more, so `npm test` begins with it. */
  readonly waitsLong?: boolean;
  readonly needs?: DrillNeed;
  run(context: DrillContext): Promise<DrillResult>;
}

/** Identity with a type: keeps row files free of annotations. */
export function defineRow(row: DrillRow): DrillRow {
  return row;
}

/** Adds a problem when a number is not what it must be. */
export function expectEqual(problems: string[], what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) problems.push(`${what}: ${String(actual)} instead of ${String(expected)}`);
}
