import type { Readable } from 'node:stream';
import type { Locale } from '@atelier/shared/locales';
import type { AssetService } from '../assets/asset-service.ts';
import type { BatchRow } from '../db/batch-tables.ts';
import type { AssetRow } from '../db/tables.ts';
import { linksOf } from '../db/task-results.ts';
import { CSV_BOM, csvLine } from '../lib/csv.ts';
import { extensionOf } from '../lib/file-name.ts';
import { type ArchiveNote, LINKS_FILE, linksNote } from './archive-links.ts';
import { ArchiveNames, safeStem } from './archive-names.ts';
import type { BatchPlace, BatchReader } from './batch-reader.ts';
import { type ArchiveEntry, streamZip } from './task-archive.ts';
import { presentError, type TaskReader } from './task-reader.ts';

interface Parts {
  readonly batches: BatchReader;
  readonly reader: TaskReader;
  readonly assets: AssetService;
}

/** One picture in the manifest: what was sent and what became of it. */
interface ManifestLine {
  /** From 1. */
  readonly number: number;
  readonly file: string;
  readonly taskNo: string | null;
  readonly taskId: string | null;
  readonly status: string;
  /** Paths inside the archive. */
  readonly results: readonly string[];
  /** Addresses of results that were left with the provider. */
  readonly links: readonly string[];
  readonly credits: number | null;
  readonly errorCode: string | null;
  readonly error: string | null;
}

/**
 * What there is of a batch as a zip, streamed: results under the names of the pictures they were made from, and a
 * manifest of all pictures as CSV for spreadsheets and as JSON for programs.
 */
export async function openBatchArchive(parts: Parts, batch: BatchRow, locale: Locale): Promise<Readable> {
  const places = await parts.batches.places(batch);
  const completed = places.flatMap(({ task }) =>
    task?.status === 'completed' && task.deleted_at === null ? task : [],
  );
  const results = Map.groupBy(await parts.reader.resultsOf(completed), (asset) => asset.task_id ?? '');
  const entries = nameResults(places, results);
  const lines = places.map((place) => manifestLine(place, entries, locale));
  return streamZip(parts.assets, [...entries.values()].flat(), [
    csvManifest(lines, locale),
    jsonManifest(batch, lines),
    ...linksNote(
      places.flatMap(({ item, task }) =>
        task && task.deleted_at === null ? [{ source: item.name, links: linksOf(task) }] : [],
      ),
      locale,
    ),
  ]);
}

/**
 * Names by task. Where every picture led to one result it gets the picture's own name; where some led to more, each
 * picture gets a folder.
 */
function nameResults(
  places: readonly BatchPlace[],
  results: ReadonlyMap<string, readonly AssetRow[]>,
): ReadonlyMap<string, readonly ArchiveEntry[]> {
  const names = new ArchiveNames();
  for (const name of [...MANIFESTS.map((manifest) => manifest.name), LINKS_FILE]) names.take(name);
  const isFlat = [...results.values()].every((own) => own.length === 1);
  const named = new Map<string, ArchiveEntry[]>();
  for (const { item, task } of places) {
    const own = results.get(task?.id ?? '') ?? [];
    const [only] = own;
    if (!task || !only) continue;
    const stem = safeStem(item.name);
    if (isFlat) {
      named.set(task.id, [{ name: names.take(stem, extensionOf(only.name)), asset: only }]);
      continue;
    }
    const folder = names.take(stem);
    const inFolder = new ArchiveNames();
    named.set(
      task.id,
      own.map((asset) => {
        const name = inFolder.take(safeStem(asset.name), extensionOf(asset.name));
        return { name: `${folder}/${name}`, asset };
      }),
    );
  }
  return named;
}

function manifestLine(
  { item, task }: BatchPlace,
  entries: ReadonlyMap<string, readonly ArchiveEntry[]>,
  locale: Locale,
): ManifestLine {
  return {
    number: item.position + 1,
    file: item.name,
    taskNo: task?.task_no ?? null,
    taskId: task?.id ?? null,
    status: task?.status ?? (item.error_code === null ? 'missing' : 'refused'),
    results: (entries.get(task?.id ?? '') ?? []).map(({ name }) => name),
    links: task && task.deleted_at === null ? linksOf(task).map(({ url }) => url) : [],
    // Of a task that still runs nothing is charged yet, of a picture that became none nothing ever is.
    credits: task ? task.charged_credits : 0,
    ...presentError(task ?? item, locale),
  };
}

const MANIFESTS = [{ name: 'manifest.csv' }, { name: 'manifest.json' }] as const;

const HEADINGS: Readonly<Record<Locale, readonly string[]>> = {
  en: [
    'No.',
    'File',
    'Status',
    'Results',
    'Credits charged',
    'Error',
    'Error code',
    'Task',
    'Links with the provider',
  ],
  'zh-CN': [
    '序号',
    '文件',
    '状态',
    '结果文件',
    '实扣积分',
    '错误说明',
    '错误代码',
    '任务编号',
    '服务商处的链接',
  ],
};

function csvManifest(lines: readonly ManifestLine[], locale: Locale): ArchiveNote {
  const rows = lines.map((line) =>
    csvLine([
      line.number,
      line.file,
      line.status,
      line.results.join('; '),
      line.credits,
      line.error,
      line.errorCode,
      line.taskNo,
      line.links.join('; '),
    ]),
  );
  return { name: MANIFESTS[0].name, text: `${CSV_BOM}${csvLine(HEADINGS[locale])}${rows.join('')}` };
}

function jsonManifest(batch: BatchRow, pictures: readonly ManifestLine[]): ArchiveNote {
  const manifest = {
    batch: batch.id,
    batchNo: batch.batch_no,
    taskType: batch.task_type,
    model: batch.ai_model,
    parameters: JSON.parse(batch.input_parameters),
    agreedCredits: batch.max_credits,
    createdAt: batch.created_at,
    pictures,
  };
  return { name: MANIFESTS[1].name, text: `${JSON.stringify(manifest, null, 2)}\n` };
}
