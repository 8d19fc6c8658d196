import { readdir, stat } from 'node:fs/promises';
import { request } from 'node:http';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import sharp from 'sharp';
import { defineRow, expectEqual } from '../row.ts';

const KILLS = { short: 6, full: 500 } as const;
const CHUNK_BYTES = 8192;

/** Sends a multipart upload in pieces, so that a kill can hit any byte of it. Resolves with the status, or null when cut. */
function uploadSlowly(url: string, headers: Record<string, string>, body: Buffer): Promise<number | null> {
  return new Promise((resolve) => {
    const outgoing = request(`${url}/api/tasks`, {
      method: 'POST',
      headers: { ...headers, 'content-length': body.length },
    });
    outgoing.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? null);
    });
    outgoing.on('error', () => resolve(null));
    void (async () => {
      for (let offset = 0; offset < body.length; offset += CHUNK_BYTES) {
        if (outgoing.destroyed) return;
        outgoing.write(body.subarray(offset, offset + CHUNK_BYTES));
        await sleep(1);
      }
      outgoing.end();
    })();
  });
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

export default defineRow({
  id: 'F10',
  title: 'killed while an upload arrives and while its picture is stored',
  target: '0 rows with missing or partial bytes; leftovers swept',
  engines: ['sqlite'],
  sabotage: 'row-before-bytes',
  async run(context) {
    const installation = await context.open({ script: { jobMs: [10, 20] } });
    let server = await installation.start();
    const client = await installation
      .client({
        get url() {
          return server.url;
        },
      })
      .join();
    const { body, type } = await multipart();
    const problems: string[] = [];
    let accepted = 0;
    const kills = KILLS[context.profile];
    for (let kill = 0; kill < kills; kill += 1) {
      const answer = uploadSlowly(server.url, { ...client.headers, 'content-type': type }, body);
      await sleep(context.random.between(0, 450));
      await server.kill();
      if ((await answer) === 201) accepted += 1;
      server = await installation.start();
    }
    await installation.settled(60_000);
    const assets = await installation.withDatabase(({ read }) =>
      read
        .selectFrom('assets')
        .select(['object_key', 'size_bytes'])
        .where('deleted_at', 'is', null)
        .execute(),
    );
    let partial = 0;
    for (const { object_key, size_bytes } of assets) {
      const file = await stat(path.join(installation.folder, 'files', object_key)).catch(() => undefined);
      if (file?.size !== size_bytes) partial += 1;
    }
    expectEqual(problems, 'rows with missing or partial bytes', partial, 0);
    const temporary = await readdir(path.join(installation.folder, 'tmp'));
    expectEqual(problems, 'temporary folders left', temporary.length, 0);
    const states = await installation.states();
    const rows = Object.values(states).reduce((sum, count) => sum + count, 0);
    if (rows < accepted) problems.push(`${accepted} uploads were accepted, only ${rows} tasks are there`);
    problems.push(...(await installation.problems()));
    return { figure: `${kills} kills, ${assets.length} stored files: ${partial} partial`, problems };
  },
});
