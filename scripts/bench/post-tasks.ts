import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import autocannon from 'autocannon';
import { median, report, round } from './report.ts';

const CONNECTIONS = 32;
const ROUND_SECONDS = 5;
const ROUNDS = 3;

interface Address {
  readonly port: number;
  readonly token?: string;
  readonly assetId?: string;
}

/** Makes every sync take so much longer, as on a slower disk; 0 leaves them alone. */
const SYNC_DELAY_MS = Number(process.env['SYNC_DELAY_MS'] ?? 0);

/** strace stops nothing but the syncs. */
function slowDisk(): { execPath: string; execArgv: string[] } {
  const rules = ['trace=fdatasync,fsync', `inject=fdatasync,fsync:delay_exit=${SYNC_DELAY_MS * 1000}`];
  const execArgv = [
    '-f',
    '--seccomp-bpf',
    '-qq',
    '-o',
    '/dev/null',
    ...rules.flatMap((rule) => ['-e', rule]),
  ];
  return { execPath: 'strace', execArgv: [...execArgv, process.execPath] };
}

const startChild = (file: string, folder: string): ChildProcess =>
  fork(path.join(import.meta.dirname, file), [folder], SYNC_DELAY_MS > 0 ? slowDisk() : {});

async function startServer(file: string, folder: string): Promise<{ child: ChildProcess; address: Address }> {
  const child = startChild(file, folder);
  const [address] = await once(child, 'message');
  return { child, address };
}

async function load({ port, token, assetId }: Address): Promise<autocannon.Result> {
  const result = await autocannon({
    url: `http://127.0.0.1:${port}/api/tasks`,
    method: 'POST',
    connections: CONNECTIONS,
    duration: ROUND_SECONDS,
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ taskType: 'basic_clean', inputAssetIds: [assetId ?? 'none'], parameters: {} }),
  });
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${result.non2xx} refusals, ${result.errors} errors`);
  return result;
}

/**
 * What one durable write costs on this disk, in milliseconds. The bare handler pays it for every request, the studio for
 * every group of requests, so the figure below means nothing without it.
 */
async function syncMs(folder: string): Promise<number> {
  const [cost] = await once(startChild('sync-cost.ts', folder), 'message');
  return cost;
}

/** POST /api/tasks against a bare handler, in turns in the same run, so that both meet the same machine. */
async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-bench-'));
  const bare = await startServer('bare-server.ts', folder);
  const studio = await startServer('task-server.ts', path.join(folder, 'studio'));
  try {
    const rates: Record<'bare' | 'studio', number[]> = { bare: [], studio: [] };
    const p99: number[] = [];
    const syncs: number[] = [];
    await load(bare.address);
    await load(studio.address);
    for (let round = 0; round < ROUNDS; round += 1) {
      syncs.push(await syncMs(folder));
      rates.bare.push((await load(bare.address)).requests.average);
      const result = await load(studio.address);
      rates.studio.push(result.requests.average);
      p99.push(result.latency.p99);
    }
    const [bareRate, studioRate] = [median(rates.bare), median(rates.studio)];
    report({
      name: 'POST /api/tasks against a bare Express and better-sqlite3 handler',
      value: round(studioRate / bareRate),
      unit: '×',
      target: '≥ 0.8',
      studioPerSecond: round(studioRate, 0),
      barePerSecond: round(bareRate, 0),
      studioP99Ms: median(p99),
      syncMs: round(median(syncs)),
      connections: CONNECTIONS,
    });
  } finally {
    bare.child.kill();
    studio.child.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
