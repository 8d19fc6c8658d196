import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DrillNeed } from './row.ts';

/** Why a row cannot run on this machine, in words; undefined when it can. */
export function unmetNeed(need: DrillNeed | undefined): string | undefined {
  switch (need) {
    case 'strace': {
      const { status } = spawnSync('strace', ['-c', 'true'], { stdio: 'ignore' });
      return status === 0 ? undefined : 'needs the program strace (Linux) and the right to trace processes';
    }
    case 'mount':
      return canMount() ? undefined : 'needs the right to mount a small file system (Linux, as root)';
    case undefined:
      return undefined;
  }
}

function canMount(): boolean {
  const folder = mkdtempSync(path.join(tmpdir(), 'atelier-mount-'));
  try {
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder], {
      stdio: 'ignore',
    });
    if (mounted.status !== 0) return false;
    spawnSync('umount', [folder], { stdio: 'ignore' });
    return true;
  } finally {
    rmdirSync(folder);
  }
}
