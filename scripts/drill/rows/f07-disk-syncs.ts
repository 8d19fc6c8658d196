import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { defineRow } from '../row.ts';

const COMMITS = { short: 200, full: 1000 } as const;
const WRITER = path.join(import.meta.dirname, '..', 'commit-writer.ts');

export default defineRow({
  id: 'F7a',
  title: 'disk syncs counted against money commits',
  target: 'syncs ≥ commits',
  engines: ['sqlite'],
  sabotage: 'normal-durability',
  isSabotagedInTests: true,
  needs: 'strace',
  async run(context) {
    const folder = await mkdtemp(path.join(tmpdir(), 'atelier-syncs-'));
    const commits = COMMITS[context.profile];
    try {
      const mode = context.sabotage ? 'normal' : 'full';
      const { stderr } = await promisify(execFile)(
        'strace',
        ['-f', '-c', '-e', 'trace=fsync,fdatasync', process.execPath, WRITER, folder, String(commits), mode],
        { maxBuffer: 2 ** 24 },
      );
      const syncs = [
        ...stderr.matchAll(/^\s*[\d.]+\s+[\d.]+\s+\d+\s+(\d+).*\b(?:fsync|fdatasync)$/gm),
      ].reduce((sum, [, calls]) => sum + Number(calls), 0);
      const problems = syncs >= commits ? [] : [`only ${syncs} syncs for ${commits} commits`];
      return { figure: `${syncs} syncs for ${commits} commits one after another`, problems };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});
