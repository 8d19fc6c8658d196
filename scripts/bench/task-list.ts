import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openForMigration } from '@atelier/backend/db/postgres';
import { migrate } from '@atelier/backend/migrate';
import type { Pagination } from '@atelier/shared/contracts/envelope';
import { sql } from 'kysely';
import { type PostgresServer, startPostgres } from '../../backend/test/postgres-server.ts';
import { Random } from '../drill/random.ts';
import { median, percentile, report, round } from './report.ts';

/** Tasks of the one user whose list is read. */
const SHORT = 1000;
const LONG = Number(process.argv[2] ?? 1_000_000);
const WARM_UP_ROUNDS = 10;
const ROUNDS = 100;

interface Answer {
  readonly data: readonly unknown[];
  readonly pagination: Pagination;
}

/** A server with a history of so many tasks. */
class ListServer {
  readonly child: ChildProcess;
  readonly count: number;
  readonly #address: { port: number; token: string };

  private constructor(child: ChildProcess, count: number, address: { port: number; token: string }) {
    this.child = child;
    this.count = count;
    this.#address = address;
  }

  static async start(folder: string, databaseUrl: string, count: number): Promise<ListServer> {
    const file = path.join(import.meta.dirname, 'list-server.ts');
    const child = fork(file, [folder, databaseUrl, String(count)]);
    const [address] = await once(child, 'message');
    return new ListServer(child, count, address);
  }

  async list(query: string): Promise<Answer> {
    const { port, token } = this.#address;
    const response = await fetch(`http://127.0.0.1:${port}/api/tasks?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    if (response.status !== 200) throw new Error(`${query}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  }

  async timed(query: string): Promise<number> {
    const begin = performance.now();
    await this.list(query);
    return performance.now() - begin;
  }

  /** A cursor that stands anywhere in the list. */
  async anyCursor(random: Random): Promise<string> {
    const { pagination } = await this.list(
      `limit=1&offset=${Math.floor(random.between(0, this.count - 100))}`,
    );
    return pagination.nextCursor ?? '';
  }
}

/** What a page asks for; those with cursors begin anywhere. */
const QUERIES: Readonly<Record<string, string>> = {
  'first page': '',
  'by cursor': 'cursor=',
  'second page by offset': 'offset=20',
  completed: 'status=completed',
  failed: 'status=failed',
  canceled: 'status=canceled',
  processing: 'status=processing',
  'of a type': 'type=style_transfer',
  'of a type, by cursor': 'type=style_transfer&cursor=',
  'of a type that was never used': 'type=generate',
  'of a type and failed': 'type=color_enhancement&status=failed',
  'failed, by cursor': 'status=failed&cursor=',
  'of no batch': 'batch=none',
  'of a model that was never used': 'model=replicate-flux',
};

type Times = Readonly<Record<string, number[]>>;

/** Asks both servers in turns, so that both meet the same machine. */
async function compare(servers: readonly ListServer[]): Promise<readonly Times[]> {
  const random = new Random(7);
  const times = servers.map(() =>
    Object.fromEntries(Object.keys(QUERIES).map((name) => [name, [] as number[]])),
  );
  for (let turn = -WARM_UP_ROUNDS; turn < ROUNDS; turn += 1) {
    for (const [index, server] of servers.entries()) {
      const cursor = await server.anyCursor(random);
      for (const [name, query] of Object.entries(QUERIES)) {
        const ms = await server.timed(query.endsWith('cursor=') ? `${query}${cursor}` : query);
        if (turn >= 0) times[index]?.[name]?.push(ms);
      }
    }
  }
  return times;
}

async function measure(engine: 'sqlite' | 'postgres', postgres?: PostgresServer): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-bench-'));
  const servers: ListServer[] = [];
  try {
    for (const count of [SHORT, LONG]) {
      const databaseUrl = (await postgres?.createDatabase(`list_${count}`)) ?? '';
      if (databaseUrl) await migrate({ dialect: 'postgres', url: databaseUrl });
      servers.push(await ListServer.start(path.join(folder, String(count)), databaseUrl, count));
      if (databaseUrl) await vacuum(databaseUrl);
    }
    const [short, long] = await compare(servers);
    if (!short || !long) throw new Error('nothing was measured');
    const p95 = (times: Times): number => percentile(Object.values(times).flat(), 95);
    const ratios = Object.keys(QUERIES).map((name) => ({
      name,
      ratio: percentile(long[name] ?? [], 95) / percentile(short[name] ?? [], 95),
    }));
    const worst = ratios.toSorted((a, b) => b.ratio - a.ratio)[0];
    report({
      name: `list of tasks, p95 with ${LONG.toLocaleString('en')} against ${SHORT.toLocaleString('en')}, ${engine}`,
      value: round(p95(long) / p95(short)),
      unit: '×',
      target: '≤ 2',
      shortP95Ms: round(p95(short)),
      longP95Ms: round(p95(long)),
      shortP50Ms: round(median(Object.values(short).flat())),
      longP50Ms: round(median(Object.values(long).flat())),
      worstQuery: worst?.name,
      worstRatio: round(worst?.ratio ?? Number.NaN),
      requests: ROUNDS * Object.keys(QUERIES).length,
    });
  } finally {
    for (const { child } of servers) child.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

/** What PostgreSQL does by itself, only not at once. */
async function vacuum(url: string): Promise<void> {
  const db = openForMigration(url);
  await sql`vacuum analyze ai_tasks, assets`.execute(db);
  await db.destroy();
}

await measure('sqlite');
const postgres = await startPostgres({ isDurable: true });
try {
  await measure('postgres', postgres);
} finally {
  await postgres.stop();
}
