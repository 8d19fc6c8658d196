import type { Tally } from '../lib/tally.ts';
import { type DrillRun, describeOutcome, loadRows, makeRuns, partByNeeds } from './run-rows.ts';

/** Most of a drill is waiting, so more of them than cores run side by side. */
const AT_ONCE = 6;
const SEED = 1;

/**
 * What `npm test` runs of the fault matrix: every row in its short profile on each of its engines, and those planted
 * bugs that show within seconds. A row this machine cannot run (it may not mount, it has no strace) is named.
 */
export async function runDrillsOfTests(): Promise<Tally> {
  const rows = await loadRows();
  const common = { profile: 'short', seed: SEED } as const;
  const sound: DrillRun[] = rows.flatMap((row) =>
    row.engines.map((engine) => ({ ...common, row, engine, isSabotaged: false })),
  );
  const sabotaged: DrillRun[] = rows.flatMap((row) =>
    row.isSabotagedInTests
      ? row.engines.slice(0, 1).map((engine) => ({ ...common, row, engine, isSabotaged: true }))
      : [],
  );
  const { possible, impossible } = partByNeeds([...sound, ...sabotaged].toSorted(longestFirst));
  for (const { run, reason } of impossible)
    console.log(`${run.row.id} is left out on this machine: ${reason}`);
  const outcomes = await makeRuns(possible, {
    atOnce: AT_ONCE,
    tell: (outcome) => console.log(describeOutcome(outcome)),
  });
  const failed = outcomes.filter(({ isAsItMustBe }) => !isAsItMustBe);
  return { passed: outcomes.length - failed.length, failures: failed.map(describeOutcome) };
}

/** Rows that wait long, then those on PostgreSQL, where leases have to run out; so that nothing is waited for at the end. */
function longestFirst(a: DrillRun, b: DrillRun): number {
  const weight = ({ row, engine }: DrillRun) => (row.waitsLong ? 2 : 0) + (engine === 'postgres' ? 1 : 0);
  return weight(b) - weight(a);
}
