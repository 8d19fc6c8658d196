import { type PassThrough, Readable } from 'node:stream';
import type { Locale } from '@atelier/shared/locales';
import yazl from 'yazl';
import type { AssetService } from '../assets/asset-service.ts';
import type { AssetRow, TaskRow } from '../db/tables.ts';
import { linksOf } from '../db/task-results.ts';
import { type ArchiveNote, LINKS_FILE, type LinkedSource, linksNote } from './archive-links.ts';
import { ArchiveNames, safeStem } from './archive-names.ts';
import type { TaskReader } from './task-reader.ts';

export interface ArchiveEntry {
  readonly name: string;
  readonly asset: AssetRow;
}

export interface ArchiveChoice {
  /** Of results in the same role from the same picture, the newest task's alone: a set with frames that were made again. */
  readonly newestOnly?: boolean;
}

/** Stored results under names, and where the others are. */
interface Contents {
  readonly entries: readonly ArchiveEntry[];
  readonly linked: readonly LinkedSource[];
}

/** Names results after the picture they were made from: `mug/white-bg.png`; a repeated name gets a number. */
async function contentsOf(
  reader: TaskReader,
  rows: readonly TaskRow[],
  { newestOnly = false }: ArchiveChoice,
): Promise<Contents> {
  const names = new ArchiveNames();
  names.take(LINKS_FILE);
  const entries: ArchiveEntry[] = [];
  const linked: LinkedSource[] = [];
  const folders = new Map<string, string>();
  const seen = new Set<string>();
  const ordered = newestOnly ? rows.toSorted((a, b) => (a.created_at < b.created_at ? 1 : -1)) : rows;
  for (const row of ordered) {
    const inputs = await reader.inputsOf(row);
    for (const asset of await reader.resultsOf([row])) {
      const input = inputs[asset.input_position];
      const source = newestOnly && input ? input.id : `${row.id}/${asset.input_position}`;
      if (newestOnly && seen.has(`${source}/${asset.role}`)) continue;
      seen.add(`${source}/${asset.role}`);
      const folder = folders.get(source) ?? names.take(safeStem(input?.name ?? row.task_no));
      folders.set(source, folder);
      entries.push({ name: `${folder}/${asset.name}`, asset });
    }
    const [first] = inputs;
    const links = linksOf(row).filter(({ role }) => {
      if (!newestOnly || !first) return true;
      const place = `${first.id}/${role}`;
      const isFirst = !seen.has(place);
      seen.add(place);
      return isFirst;
    });
    linked.push({ source: first?.name ?? row.task_no, links });
  }
  return { entries, linked };
}

/**
 * The results of some tasks as a zip, streamed: what is stored, and a list of the links to what was left with the
 * provider, also when that is all there is. Undefined when there are no results of either kind.
 */
export async function openArchive(
  parts: { reader: TaskReader; assets: AssetService },
  rows: readonly TaskRow[],
  locale: Locale,
  choice: ArchiveChoice = {},
): Promise<Readable | undefined> {
  const { entries, linked } = await contentsOf(parts.reader, rows, choice);
  const notes = linksNote(linked, locale);
  return entries.length + notes.length === 0 ? undefined : streamZip(parts.assets, entries, notes);
}

/**
 * Stored pictures and notes as one zip, streamed: one object is open at a time and no picture is kept in memory. Whoever
 * destroys the stream closes that object, and no more are opened.
 */
export function streamZip(
  assets: AssetService,
  entries: readonly ArchiveEntry[],
  notes: readonly ArchiveNote[] = [],
): Readable {
  const zip = new yazl.ZipFile();
  // Its type says less than what it is.
  const output = zip.outputStream as PassThrough;
  let underWay: Readable | undefined;
  output.on('close', () => underWay?.destroy());
  zip.on('error', (error: Error) => output.destroy(error));
  for (const { name, text } of notes) zip.addBuffer(Buffer.from(text), name);
  for (const { name, asset } of entries) {
    // Pictures are compressed already; storing them costs no time.
    const options = { compress: false, size: asset.size_bytes, mtime: new Date(asset.created_at) };
    zip.addReadStreamLazy(name, options, (done) => {
      if (output.destroyed) return done(new Error('nobody reads the archive any more'), Readable.from([]));
      assets.open(asset).then(
        ({ body }) => {
          underWay = body;
          if (output.destroyed) body.destroy();
          done(null, body);
        },
        (error: unknown) => done(error, Readable.from([])),
      );
    });
  }
  zip.end();
  return output;
}
