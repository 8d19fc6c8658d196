import { fdatasyncSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { median } from './report.ts';

const SYNCS = 200;
const PAGE_BYTES = 4096;

/** Tells its parent what one durable write costs in a folder, in milliseconds. */
const [folder = '.'] = process.argv.slice(2);
const file = openSync(path.join(folder, 'sync.bin'), 'a');
const page = Buffer.alloc(PAGE_BYTES);
const times = Array.from({ length: SYNCS }, () => {
  const startedAt = performance.now();
  writeSync(file, page);
  fdatasyncSync(file);
  return performance.now() - startedAt;
});
process.send?.(median(times));
