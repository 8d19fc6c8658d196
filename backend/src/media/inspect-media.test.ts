import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { AppError } from '../lib/app-error.ts';
import { inspectMedia } from './inspect-media.ts';

const FIXTURES = [
  path.resolve(import.meta.dirname, '../../../scripts/emulator/fixtures'),
  path.join(import.meta.dirname, 'fixtures'),
];
const GOOD = [
  ['emulated.mp4', 'video', 'video/mp4', 2],
  ['emulated.webm', 'video', 'video/webm', 2],
  ['emulated.mp3', 'audio', 'audio/mpeg', 2],
  ['emulated.wav', 'audio', 'audio/wav', 2],
  ['plain.mp4', 'video', 'video/mp4', 1.5],
  ['fragmented.mp4', 'video', 'video/mp4', null],
  ['clip.mov', 'video', 'video/quicktime', 1.5],
  ['live.webm', 'video', 'video/webm', null],
  ['tone.m4a', 'audio', 'audio/mp4', 1.5],
  ['tone.mp3', 'audio', 'audio/mpeg', 1.5],
  ['tone.opus.ogg', 'audio', 'audio/ogg', 1.5],
  ['tone.vorbis.ogg', 'audio', 'audio/ogg', 1.5],
  ['tone.flac', 'audio', 'audio/flac', 0.7],
] as const;

async function read(name: string): Promise<Buffer> {
  for (const folder of FIXTURES) {
    const found = await readFile(path.join(folder, name)).catch(() => undefined);
    if (found) return found;
  }
  throw new Error(`no fixture ${name}`);
}

async function fileOf(bytes: Buffer | string): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-media-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = path.join(folder, 'x');
  await writeFile(file, bytes);
  return file;
}

test.each(GOOD)('%s is a %s of type %s, whatever it is called', async (name, kind, contentType, seconds) => {
  const facts = await inspectMedia(await fileOf(await read(name)), kind);
  expect(facts.contentType).toBe(contentType);
  if (seconds === null) expect(facts.durationSeconds).toBeNull();
  else expect(facts.durationSeconds).toBeCloseTo(seconds, 0);
  if (name.startsWith('emulated') && kind === 'video')
    expect(facts).toMatchObject({ width: 320, height: 180 });
  else if (kind === 'video') expect(facts).toMatchObject({ width: 96, height: 64 });
  else expect(facts).toMatchObject({ width: null, height: null });
});

test.each(GOOD)('%s is refused when its end is missing, wherever it was cut', async (name, kind) => {
  const bytes = await read(name);
  const cuts = [0, 1, 7, 40, ...[0.2, 0.5, 0.8, 0.95].map((share) => Math.floor(bytes.length * share))];
  for (const length of [...cuts, bytes.length - 50, bytes.length - 3]) {
    const cut = inspectMedia(await fileOf(bytes.subarray(0, length)), kind);
    await expect(cut, `${length} of ${bytes.length} bytes`).rejects.toMatchObject({
      code: 'result_not_media',
    });
  }
});

test.each(GOOD)('%s is refused where the other kind was ordered', async (name, kind) => {
  const other = kind === 'video' ? 'audio' : 'video';
  const file = await fileOf(await read(name));
  await expect(inspectMedia(file, other)).rejects.toMatchObject({ code: 'result_not_media' });
});

test.each([
  ['a page', '<html><body>Link expired</body></html>'.repeat(50)],
  ['an answer of an API', JSON.stringify({ error: { message: 'expired' } })],
  ['nothing', ''],
  ['zeros', Buffer.alloc(100_000)],
  ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
])('%s is neither', async (_what, bytes) => {
  const file = await fileOf(bytes);
  for (const kind of ['video', 'audio'] as const)
    await expect(inspectMedia(file, kind)).rejects.toMatchObject({ code: 'result_not_media' });
});

test('Matroska that is not WebM is refused: no browser plays it', async () => {
  const file = await fileOf(await read('other.mkv'));
  await expect(inspectMedia(file, 'video')).rejects.toMatchObject({ code: 'result_not_media' });
});

test.each(GOOD)(
  '%s, damaged anywhere, is accepted or refused, and nothing else happens',
  async (name, kind) => {
    const bytes = await read(name);
    const file = await fileOf(bytes);
    const damage = fc.record({
      at: fc.nat({ max: bytes.length - 1 }),
      value: fc.integer({ min: 0, max: 255 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { minLength: 1, maxLength: 8 }), async (damages) => {
        const damaged = Buffer.from(bytes);
        for (const { at, value } of damages) damaged[at] = value;
        await writeFile(file, damaged);
        const error = await inspectMedia(file, kind).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error !== undefined) expect(error).toBeInstanceOf(AppError);
      }),
      { numRuns: 60 },
    );
  },
);
