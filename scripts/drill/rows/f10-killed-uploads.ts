import { readdir } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { defineRow, expectEqual } from '../row.ts';

const KILLS = { short: 6, full: 500 } as const;
const CHUNK_BYTES = 8192;
const SETTLE_LIMIT_MS = 60_000;

interface Upload {
  /** Bytes that were sent so far. */
  sentBytes: number;
  /** Resolves when the last byte was handed over, or could not be. */
  readonly sent: Promise<void>;
  /** The status; null when the line was cut before an answer came. */
  readonly answer: Promise<number | null>;
}

/** Sends a multipart upload in pieces, so that a kill can hit any byte of it. */
function uploadSlowly(url: string, headers: Record<string, string>, body: Buffer): Upload {
  const outgoing = request(`${url}/api/tasks`, {
    method: 'POST',
    headers: { ...headers, 'content-length': body.length },
  });
  const answer = new Promise<number | null>((resolve) => {
    outgoing.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? null);
    });
    outgoing.on('error', () => resolve(null));
  });
  const upload = { sentBytes: 0, answer };
  const send = async (): Promise<void> => {
    while (upload.sentBytes < body.length && !outgoing.destroyed) {
      outgoing.write(body.subarray(upload.sentBytes, upload.sentBytes + CHUNK_BYTES));
      upload.sentBytes += CHUNK_BYTES;
      await sleep(1);
    }
    outgoing.end();
  };
  return Object.assign(upload, { sent: send() });
}

/** From the last byte to the answer. */
async function answerTimeMs({ sent, answer }: Upload): Promise<number> {
  await sent;
  const startedAt = performance.now();
  await answer;
  return performance.now() - startedAt;
}

async function multipart(): Promise<{ body: Buffer; type: string }> {
  const noise = Buffer.from(Array.from({ length: 256 * 256 * 3 }, (_, index) => (index * 7919) % 251));
  const bytes = await sharp(noise, { raw: { width: 256, height: 256, channels: 3 } })
    .png()
    .toBuffer();
  const form = new FormData();
  form.set('taskType', 'basic_clean');
  form.set('parameters', '{"template":"matting"}');
  form.set('files', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'drill.png');
  const encoded = new Request('http://localhost', { method: 'POST', body: form });
  return { body: Buffer.from(await encoded.arrayBuffer()), type: encoded.headers.get('content-type') ?? '' };
}

async function entriesOf(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    // Nothing was ever stored.
    if (error.code === 'ENOENT') return [];
    throw error;
  });
}

export default defineRow({
  id: 'F10',
  title: 'killed while an upload arrives and while its picture is stored',
  target: '0 rows with missing or partial bytes, nothing left behind that nobody would remove',
  engines: ['sqlite'],
  sabotage: 'store-later',
  async run(context) {
    const installation = await context.open({ script: { jobMs: [10, 20] } });
    let server = await installation.start();
    const door = {
      get url() {
        return server.url;
      },
    };
    const client = await installation.client(door).join();
    const { body, type } = await multipart();
    const begin = () => uploadSlowly(server.url, { ...client.headers, 'content-type': type }, body);
    // Half of the kills come while bytes arrive, half while the picture is decoded, stored and written down. Those
    // move to where the answer comes, however quick the machine is.
    let typicalMs = await answerTimeMs(begin());
    const problems: string[] = [];
    let [accepted, inBody] = [1, 0];
    const kills = KILLS[context.profile];
    for (let kill = 0; kill < kills; kill += 1) {
      const upload = begin();
      const lastByte = kill % 2 === 0 ? context.random.next() * body.length : body.length;
      while (upload.sentBytes < lastByte) await sleep(1);
      const isInBody = kill % 2 === 0;
      if (isInBody) inBody += 1;
      else await sleep(typicalMs * context.random.between(0, 1.4));
      await server.kill();
      const isAnswered = (await upload.answer) === 201;
      if (isAnswered) accepted += 1;
      if (!isInBody) typicalMs *= isAnswered ? 1 / 1.3 : 1.3;
      server = await installation.start();
    }
    if (!(await installation.settled(SETTLE_LIMIT_MS))) problems.push('some tasks never ended');
    const states = await installation.states();
    const rows = Object.values(states).reduce((sum, count) => sum + count, 0);
    if (rows < accepted) problems.push(`${accepted} uploads were accepted, only ${rows} tasks are there`);
    expectEqual(problems, 'completed tasks', states['completed'] ?? 0, rows);
    const temporary = [
      ...(await entriesOf(path.join(installation.folder, 'tmp'))),
      ...(await entriesOf(path.join(installation.folder, 'files', '.incoming'))),
    ];
    expectEqual(problems, 'temporary files left', temporary.length, 0);
    const strays = await installation.strayFiles();
    expectEqual(problems, 'stored files nobody knows of', strays.length, 0);
    const broken = await installation.problems();
    problems.push(...broken);
    const figure =
      `${kills} kills (${inBody} in the body, ${kills - inBody} behind it), ${accepted} uploads answered, ` +
      `${rows} tasks: ${broken.length === 0 ? 'every file whole' : 'files are missing'}, ${strays.length} strays`;
    return { figure, problems };
  },
});
