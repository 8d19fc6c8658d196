import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { Random } from './random.ts';
import { CALM_VENDOR, type VendorCallback, type VendorCounts, type VendorScript } from './vendor-script.ts';

/**
 * A vendor of pictures in a process of its own: takes a job, is asked about it, hands out a file. It keeps its own
 * count of what it took on, which no crash of the studio can touch.
 */
let script: VendorScript = CALM_VENDOR;
let random = new Random(script.seed);

interface Job {
  readonly id: string;
  doneAt: number;
  /** Where the studio wants to be told. */
  readonly callback: string | null;
}

const jobs = new Map<string, Job>();
const byReference = new Map<string, Job[]>();
const counts = { polls: 0, refused: 0, bad: 0, cut: 0, peak: 0 };
const picture = await sharp({ create: { width: 48, height: 48, channels: 4, background: '#2f6f5e' } })
  .png()
  .toBuffer();

function tally(): VendorCounts {
  const lists = [...byReference.values()];
  const duplicates = lists.reduce((sum, list) => sum + list.length - 1, 0);
  return { accepted: jobs.size, duplicates, ...counts };
}

const inFlight = (): number => {
  const now = performance.now();
  let count = 0;
  for (const job of jobs.values()) if (job.doneAt > now) count += 1;
  return count;
};

function take(reference: string, callback: string | null): Job {
  const known = byReference.get(reference) ?? [];
  if (script.honoursReferences && known[0]) return known[0];
  const doneAt = performance.now() + random.between(...script.jobMs);
  const job = { id: randomUUID(), doneAt, callback };
  jobs.set(job.id, job);
  byReference.set(reference, [...known, job]);
  counts.peak = Math.max(counts.peak, inFlight());
  return job;
}

const callbacksOf = (taken: readonly Job[]): VendorCallback[] =>
  taken.flatMap(({ id, callback }) => (callback === null ? [] : [{ jobId: id, url: callback }]));

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || 'null');
}

function send(response: ServerResponse, status: number, body: unknown, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

/** Trouble that any request may meet. True when the request was dealt with. */
async function misbehave(response: ServerResponse): Promise<boolean> {
  if (script.slowMs > 0) await sleep(script.slowMs * random.next());
  const draw = random.next();
  if (draw < script.tooManyShare + script.errorShare + script.garbageShare) counts.bad += 1;
  if (draw < script.tooManyShare) {
    counts.refused += 1;
    send(response, 429, { error: 'too many requests' }, { 'retry-after': '0.2' });
    return true;
  }
  if (draw < script.tooManyShare + script.errorShare) {
    send(response, 500, { error: 'internal' });
    return true;
  }
  if (draw < script.tooManyShare + script.errorShare + script.garbageShare) {
    response.writeHead(200, { 'content-type': 'text/html' }).end('<html>maintenance</html>');
    return true;
  }
  return false;
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, url = '' } = request;
  if (url === '/script') {
    script = { ...script, ...((await bodyOf(request)) as Partial<VendorScript>) };
    random = new Random(script.seed);
    return send(response, 200, script);
  }
  if (url === '/counts') return send(response, 200, tally());
  if (url === '/callbacks') return send(response, 200, callbacksOf([...jobs.values()]));
  if (url === '/finish') {
    for (const job of jobs.values()) job.doneAt = Math.min(job.doneAt, performance.now());
    return send(response, 200, null);
  }
  if (method === 'POST' && url === '/jobs') {
    const order = (await bodyOf(request)) as { reference: string; callback?: string | null };
    if (await misbehave(response)) return;
    const job = take(order.reference, order.callback ?? null);
    if (random.next() < script.cutShare) {
      counts.cut += 1;
      request.socket.destroy();
      return;
    }
    return send(response, 202, { id: job.id });
  }
  const job = jobs.get(/^\/jobs\/(.+)$/.exec(url)?.[1] ?? '');
  if (job) {
    counts.polls += 1;
    if (await misbehave(response)) return;
    const isDone = job.doneAt <= performance.now();
    return send(
      response,
      200,
      isDone ? { state: 'done', file: `/files/${job.id}.png` } : { state: 'running' },
    );
  }
  if (url.startsWith('/files/')) {
    response.writeHead(200, { 'content-type': 'image/png' }).end(picture);
    return;
  }
  send(response, 404, { error: 'unknown' });
}

const server = createServer((request, response) => {
  answer(request, response).catch((error: unknown) =>
    response.destroy(error instanceof Error ? error : undefined),
  );
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit(0));
