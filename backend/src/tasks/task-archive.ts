import path from 'node:path';
import { Readable } from 'node:stream';
import yazl from 'yazl';
import type { AssetService } from '../assets/asset-service.ts';
import type { AssetRow, TaskRow } from '../db/tables.ts';
import type { TaskReader } from './task-reader.ts';

interface ArchiveEntry {
  readonly name: string;
  readonly asset: AssetRow;
}

/** Names results after the picture they were made from: `mug/white-bg.png`; a repeated name gets a number. */
async function entriesOf(reader: TaskReader, rows: readonly TaskRow[]): Promise<ArchiveEntry[]> {
  const taken = new Map<string, number>();
  const entries: ArchiveEntry[] = [];
  for (const row of rows) {
    const inputs = await reader.inputsOf(row);
    const folders = new Map<number, string>();
    for (const asset of await reader.resultsOf([row])) {
      let folder = folders.get(asset.input_position);
      if (folder === undefined) {
        const label = path.parse(inputs[asset.input_position]?.name ?? row.task_no).name || row.task_no;
        const repeats = taken.get(label) ?? 0;
        taken.set(label, repeats + 1);
        folder = repeats === 0 ? label : `${label} (${repeats + 1})`;
        folders.set(asset.input_position, folder);
      }
      entries.push({ name: `${folder}/${asset.name}`, asset });
    }
  }
  return entries;
}

/**
 * The results of some tasks as a zip, streamed: one object is open at a time and nothing is kept in memory.
 * Undefined when there are no results.
 */
export async function openArchive(
  parts: { reader: TaskReader; assets: AssetService },
  rows: readonly TaskRow[],
): Promise<Readable | undefined> {
  const entries = await entriesOf(parts.reader, rows);
  if (entries.length === 0) return undefined;
  const zip = new yazl.ZipFile();
  const output = new Readable().wrap(zip.outputStream);
  zip.on('error', (error: Error) => output.destroy(error));
  for (const { name, asset } of entries) {
    // Pictures are compressed already; storing them costs no time.
    const options = { compress: false, size: asset.size_bytes, mtime: new Date(asset.created_at) };
    zip.addReadStreamLazy(name, options, (done) => {
      parts.assets.open(asset).then(
        ({ body }) => done(null, body),
        (error: unknown) => done(error, Readable.from([])),
      );
    });
  }
  zip.end();
  return output;
}
