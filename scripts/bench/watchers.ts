import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { median, percentile, report, round } from './report.ts';
import type { ClientOrder, Happening, Watched, WriteOrder, Written } from './watch-messages.ts';

/** Each a user of his own with one task: the case in which nothing can be shared between watchers. */
const WATCHERS = 1000;
const ROUNDS = 3;
const POLL_MS = 2000;
const ORDER: WriteOrder = { perSecond: 50, seconds: 10, quietSeconds: 2.5 };

type Way = 'streams' | 'polling';

interface Round {
  readonly latencies: readonly number[];
  readonly cpuSeconds: number;
}

async function ask<T>(child: ChildProcess, order: object): Promise<T> {
  const answer = once(child, 'message');
  child.send(order);
  const [message] = await answer;
  return message;
}

/** From commit to arrival, of every event. An event that did not arrive makes the figure worthless. */
function latenciesOf(written: readonly Happening[], seen: readonly Happening[]): readonly number[] {
  const keyOf = ({ task, progress }: Happening): string => `${task}:${progress}`;
  const arrivals = new Map(seen.map((each) => [keyOf(each), each.atMs]));
  return written.map((each) => {
    const arrivedAt = arrivals.get(keyOf(each));
    if (arrivedAt === undefined) throw new Error(`event ${keyOf(each)} never arrived`);
    return arrivedAt - each.atMs;
  });
}

function start(file: string, args: readonly string[]): ChildProcess {
  return fork(path.join(import.meta.dirname, file), [...args]);
}

/** 1,000 watchers of live events against 1,000 that poll, for the same events in turns in the same run. */
async function main(): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-bench-'));
  const server = start('watch-server.ts', [folder, String(WATCHERS)]);
  const clients = start('watch-clients.ts', []);
  try {
    const [{ port, watched }]: [{ port: number; watched: readonly Watched[] }] = (await once(
      server,
      'message',
    )) as [{ port: number; watched: readonly Watched[] }];
    const measure = async (way: Way): Promise<Round> => {
      const begin: ClientOrder = { begin: way, port, watched, pollMs: POLL_MS };
      await ask(clients, begin);
      await sleep(POLL_MS);
      const { happened, cpuSeconds } = await ask<Written>(server, ORDER);
      const seen = await ask<readonly Happening[]>(clients, {});
      await sleep(1000);
      return { latencies: latenciesOf(happened, seen), cpuSeconds };
    };
    const alone: number[] = [];
    const rounds: Record<Way, Round[]> = { streams: [], polling: [] };
    for (let count = 0; count < ROUNDS; count += 1) {
      alone.push((await ask<Written>(server, ORDER)).cpuSeconds);
      rounds.streams.push(await measure('streams'));
      rounds.polling.push(await measure('polling'));
    }
    reportAll(rounds, median(alone));
  } finally {
    server.kill();
    clients.kill();
    await rm(folder, { recursive: true, force: true });
  }
}

function reportAll(rounds: Readonly<Record<Way, readonly Round[]>>, aloneSeconds: number): void {
  const latencies = (way: Way): readonly number[] => rounds[way].flatMap((each) => each.latencies);
  const cpu = (way: Way): number => median(rounds[way].map(({ cpuSeconds }) => cpuSeconds));
  const common = { watchers: WATCHERS, eventsPerSecond: ORDER.perSecond, load: round(loadavg()[0] ?? 0, 1) };
  report({
    name: 'live events from commit to arrival, p95',
    value: round(percentile(latencies('streams'), 95), 1),
    unit: 'ms',
    target: '≤ 250',
    p50: round(percentile(latencies('streams'), 50), 1),
    p99: round(percentile(latencies('streams'), 99), 1),
    polledP50: round(percentile(latencies('polling'), 50), 0),
    polledP95: round(percentile(latencies('polling'), 95), 0),
    events: latencies('streams').length,
    ...common,
  });
  report({
    name: 'processor time of the server for watching by live events against polling',
    // What writing the events takes with nobody watching is no part of watching.
    value: round((cpu('streams') - aloneSeconds) / (cpu('polling') - aloneSeconds), 3),
    unit: '×',
    target: '≤ 0.1',
    streamsSeconds: round(cpu('streams')),
    pollingSeconds: round(cpu('polling')),
    nobodyWatchingSeconds: round(aloneSeconds),
    ofSeconds: ORDER.seconds + ORDER.quietSeconds,
    pollMs: POLL_MS,
    ...common,
  });
}

await main();
