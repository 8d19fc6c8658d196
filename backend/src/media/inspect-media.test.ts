import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { inspectMedia } from './inspect-media.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../../scripts/emulator/fixtures');

async function cut(name: string, share: number): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-media-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const bytes = await readFile(path.join(FIXTURES, name));
  const file = path.join(folder, 'x');
  await writeFile(file, bytes.subarray(0, Math.floor(bytes.length * share)));
  return file;
}

test.each([
  ['emulated.mp4', 'video', 'video/mp4'],
  ['emulated.webm', 'video', 'video/webm'],
  ['emulated.mp3', 'audio', 'audio/mpeg'],
  ['emulated.wav', 'audio', 'audio/wav'],
] as const)('%s is a %s of type %s, whatever it is called', async (name, kind, contentType) => {
  const facts = await inspectMedia(await cut(name, 1), kind);
  expect(facts.contentType).toBe(contentType);
  expect(facts.durationSeconds).toBeCloseTo(2, 0);
  if (kind === 'video') expect(facts).toMatchObject({ width: 320, height: 180 });
});

test.each([
  ['half a video', 'emulated.mp4', 0.5, 'video'],
  ['half a WebM', 'emulated.webm', 0.5, 'video'],
  ['half a recording', 'emulated.wav', 0.5, 'audio'],
  ['nothing', 'emulated.mp3', 0, 'audio'],
  ['a recording instead of a video', 'emulated.mp3', 1, 'video'],
  ['a video instead of a recording', 'emulated.mp4', 1, 'audio'],
] as const)('%s is refused', async (_what, name, share, kind) => {
  await expect(inspectMedia(await cut(name, share), kind)).rejects.toMatchObject({
    code: 'result_not_media',
  });
});

test('a page that says the link has expired is refused', async () => {
  const file = await cut('emulated.mp3', 0);
  await writeFile(file, '<html><body>Link expired</body></html>'.repeat(50));
  await expect(inspectMedia(file, 'video')).rejects.toMatchObject({ code: 'result_not_media' });
});
