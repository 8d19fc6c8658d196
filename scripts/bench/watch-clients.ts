import { Agent, get } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ClientOrder, type Happening, nowMs, type Watched } from './watch-messages.ts';

/** Connections that are opened at the same moment. */
const OPENED_AT_ONCE = 50;

/** All watchers of the bench in one process of their own, so that their work does not count as the server's. */
let seen: Happening[] = [];
let stops: Array<() => void> = [];

/** Listens to live events; resolves when the stream is open. */
function openStream(port: number, { token }: Watched, task: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = get(
      {
        port,
        host: '127.0.0.1',
        path: '/api/events',
        agent: false,
        headers: { authorization: `Bearer ${token}` },
      },
      (response) => {
        if (response.statusCode !== 200) return reject(new Error(`refused: ${response.statusCode}`));
        response.setEncoding('utf8');
        let text = '';
        response.on('data', (chunk: string) => {
          const blocks = (text + chunk).split('\n\n');
          text = blocks.pop() ?? '';
          for (const block of blocks) {
            const data = /^data: (.*)$/m.exec(block)?.[1];
            if (data !== undefined) {
              seen.push({ task, progress: JSON.parse(data).progress, atMs: nowMs() });
            }
          }
        });
        resolve();
      },
    );
    request.on('error', (error) => {
      if (!request.destroyed) reject(error);
    });
    stops.push(() => request.destroy());
  });
}

function ask(port: number, { taskId, token }: Watched, agent: Agent): Promise<number> {
  return new Promise((resolve, reject) => {
    const path = `/api/tasks/${taskId}/status`;
    const headers = { authorization: `Bearer ${token}` };
    get({ port, host: '127.0.0.1', path, agent, headers }, (response) => {
      response.setEncoding('utf8');
      let text = '';
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () => {
        if (response.statusCode !== 200) return reject(new Error(`refused: ${text}`));
        resolve(JSON.parse(text).data.progress);
      });
    }).on('error', reject);
  });
}

/** Asks again and again on one connection of its own; resolves when the first answer is there. */
async function startPolling(port: number, watched: Watched, task: number, pollMs: number): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let last = await ask(port, watched, agent);
  let isStopped = false;
  stops.push(() => {
    isStopped = true;
    agent.destroy();
  });
  const keepAsking = async (): Promise<void> => {
    // Nobody's page begins at the same moment as everybody else's.
    await sleep(Math.random() * pollMs);
    while (!isStopped) {
      const askedAt = performance.now();
      const progress = await ask(port, watched, agent);
      for (; last < progress; last += 1) seen.push({ task, progress: last + 1, atMs: nowMs() });
      await sleep(Math.max(0, askedAt + pollMs - performance.now()));
    }
  };
  keepAsking().catch((error: unknown) => {
    if (!isStopped) throw error;
  });
}

process.on('message', async (order: ClientOrder) => {
  if (order.begin === undefined) {
    for (const stop of stops) stop();
    process.send?.(seen);
    [seen, stops] = [[], []];
    return;
  }
  const { begin, port, watched, pollMs } = order;
  for (let first = 0; first < watched.length; first += OPENED_AT_ONCE) {
    const some = watched.slice(first, first + OPENED_AT_ONCE);
    await Promise.all(
      some.map((each, index) =>
        begin === 'streams'
          ? openStream(port, each, first + index)
          : startPolling(port, each, first + index, pollMs),
      ),
    );
  }
  process.send?.('watching');
});
process.on('SIGINT', () => process.exit(0));
