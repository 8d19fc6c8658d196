import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TaskEventData } from '@atelier/shared/contracts/event';
import { ROOT } from '../lib/paths.ts';
import type { Installation } from './installation.ts';

/** Where the task machine's tests look for what earlier releases did. */
const FOLDER = path.join(ROOT, 'backend', 'test', 'histories');

/** The life of a task as its events told it, each as `type status step`, with repeated reports of progress left out. */
export type History = readonly string[];

/** The different lives of all ended tasks of an installation. */
export async function historiesOf(installation: Installation): Promise<readonly History[]> {
  const rows = await installation.withDatabase(({ read }) =>
    read
      .selectFrom('events')
      .innerJoin('ai_tasks', 'ai_tasks.id', 'events.task_id')
      .select(['events.task_id', 'events.type', 'events.data'])
      .where('ai_tasks.phase', '=', 'ended')
      .orderBy('events.task_id')
      .orderBy('events.task_sequence')
      .execute(),
  );
  const lives = [...Map.groupBy(rows, ({ task_id }) => task_id).values()];
  return distinct(lives.map((events) => withoutRepeats(events.map(describeEvent))));
}

function describeEvent({ type, data }: { type: string; data: string }): string {
  const { status, step, errorCode }: TaskEventData = JSON.parse(data);
  return [type, status, step ?? '-', ...(errorCode ? [errorCode] : [])].join(' ');
}

const withoutRepeats = (events: readonly string[]): History =>
  events.filter((event, index) => event !== events[index - 1]);

const distinct = (histories: readonly History[]): History[] =>
  [...new Map(histories.map((history) => [history.join('\n'), history])).values()].sort((a, b) =>
    a.join().localeCompare(b.join(), 'en'),
  );

/** Adds to the record of this version. */
export async function record(found: readonly History[]): Promise<string> {
  const { version }: { version: string } = JSON.parse(
    await readFile(path.join(ROOT, 'package.json'), 'utf8'),
  );
  const file = path.join(FOLDER, `${version}.json`);
  const known: readonly History[] = JSON.parse(
    await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '[]';
      throw error;
    }),
  );
  await writeFile(file, `${JSON.stringify(distinct([...known, ...found]), null, 2)}\n`);
  return file;
}
