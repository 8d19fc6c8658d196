import { parseArgs } from 'node:util';
import { type History, historiesOf, record } from './drill/histories.ts';
import type { Installation } from './drill/installation.ts';
import type { DrillProfile } from './drill/row.ts';
import {
  type DrillOutcome,
  type DrillRun,
  describeOutcome,
  loadRows,
  makeRuns,
  partByNeeds,
} from './drill/run-rows.ts';
import { stopWithLauncher } from './lib/lifeline.ts';

const USAGE = `Usage: npm run drill -- [options]
  --rows F1,F5      only these rows of the fault matrix (default: all)
  --profile short   short or full (default: short)
  --engine sqlite   sqlite or postgres (default: every engine a row is about)
  --seed 7          the same choices again (default: 1)
  --sabotage        plant each row's bug; a row that stays green is then the failure
  --at-once 1       rows side by side; figures of time want 1 (default: 1)
  --record          adds the lives of the tasks to backend/test/histories, for a release`;

async function readRuns(): Promise<{ runs: DrillRun[]; atOnce: number; isRecorded: boolean }> {
  const { values } = parseArgs({
    options: {
      rows: { type: 'string' },
      profile: { type: 'string', default: 'short' },
      engine: { type: 'string' },
      seed: { type: 'string', default: '1' },
      sabotage: { type: 'boolean', default: false },
      'at-once': { type: 'string', default: '1' },
      record: { type: 'boolean', default: false },
    },
  });
  const { engine, sabotage: isSabotaged } = values;
  const profile = readProfile(values.profile);
  const [seed, atOnce] = [Number(values.seed), Number(values['at-once'])];
  const isKnown = [undefined, 'sqlite', 'postgres'].includes(engine);
  if (!isKnown || !Number.isInteger(seed) || !(atOnce >= 1)) throw new Error(USAGE);
  const wanted = values.rows?.split(',');
  const all = await loadRows();
  const unknown = wanted?.filter((id) => !all.some((row) => row.id === id)) ?? [];
  if (unknown.length > 0) throw new Error(`There is no row ${unknown.join(', ')}.\n${USAGE}`);
  const runs = all
    .filter(({ id }) => wanted?.includes(id) ?? true)
    .flatMap((row) =>
      row.engines
        .filter((name) => engine === undefined || name === engine)
        .map((each) => ({ row, engine: each, profile, seed, isSabotaged })),
    );
  return { runs, atOnce, isRecorded: values.record };
}

function readProfile(word: string): DrillProfile {
  if (word === 'short' || word === 'full') return word;
  throw new Error(USAGE);
}

async function main(): Promise<void> {
  const { runs, atOnce, isRecorded } = await readRuns();
  const { possible, impossible } = partByNeeds(runs);
  for (const { run, reason } of impossible)
    console.log(`${run.row.id} cannot run on this machine: ${reason}`);
  const tell = (outcome: DrillOutcome): void => console.log(describeOutcome(outcome));
  const histories: History[] = [];
  const lookAt = async (installation: Installation): Promise<void> => {
    if (isRecorded) histories.push(...(await historiesOf(installation)));
  };
  const outcomes = await makeRuns(possible, { atOnce, tell, lookAt });
  if (isRecorded) console.log(`recorded in ${await record(histories)}`);
  const failures = outcomes.filter(({ isAsItMustBe }) => !isAsItMustBe).length + impossible.length;
  const verdict =
    failures === 0 ? 'every row is as it must be' : `${failures} row(s) are not as they must be`;
  console.log(`\n${verdict}`);
  process.exitCode = failures === 0 ? 0 : 1;
}

stopWithLauncher();
process.on('SIGINT', () => process.exit(130));
process.on('SIGTERM', () => process.exit(143));
main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
