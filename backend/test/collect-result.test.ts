import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { AppError } from '../src/lib/app-error.ts';
import { describeFile } from '../src/lib/describe-file.ts';
import { createPicturePool } from '../src/pictures/worker-pool.ts';
import type { OutputFile, ReceivedFile, RemoteFile } from '../src/providers/adapter.ts';
import { FakePictures } from './fake-pictures.ts';
import {
  connectionAt,
  openTransport,
  openVendor,
  type TestTransport,
  type TestVendor,
} from './test-vendor.ts';

const FIXTURES = path.resolve(import.meta.dirname, '../../scripts/emulator/fixtures');
const fixture = (name: string): Promise<Buffer> => readFile(path.join(FIXTURES, name));
const picture = (format: 'png' | 'jpeg' | 'webp'): Promise<Buffer> =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: 'teal' } })
    .toFormat(format)
    .toBuffer();

let vendor: TestVendor;
let opened: TestTransport;

beforeEach(async () => {
  vendor = await openVendor();
  const pictures = createPicturePool({ threads: 1 });
  onTestFinished(() => pictures.close());
  opened = await openTransport(connectionAt(vendor.origin), { pictures });
});

const serve = (bytes: Buffer | string, contentType = 'application/octet-stream', status = 200): void => {
  vendor.answer = (_call, response) =>
    void response.writeHead(status, { 'content-type': contentType }).end(bytes);
};
const collect = (file: Partial<RemoteFile & ReceivedFile>): Promise<OutputFile> => {
  const { transport, provider, directory } = opened;
  const label = { name: 'result-1.png', role: 'image', inputPosition: 0 };
  const source = 'received' in file ? {} : { url: `${vendor.origin}/result` };
  const hooks = { provider, directory, signal: new AbortController().signal };
  return transport.collect({ ...label, ...source, ...file } as RemoteFile, hooks);
};

test.each([
  ['png', 'image/png', 'result-1.png'],
  ['jpeg', 'image/jpeg', 'result-1.jpg'],
  ['webp', 'image/webp', 'result-1.webp'],
] as const)(
  'a picture is what its bytes say, whatever it is called: %s',
  async (format, contentType, name) => {
    serve(await picture(format), 'image/png');
    const output = await collect({});
    expect(output).toMatchObject({ contentType, name, width: 64, height: 48, role: 'image' });
    expect(output.thumbnailPath).not.toBeNull();
    expect(await describeFile(output.path)).toEqual({ sizeBytes: output.sizeBytes, sha256: output.sha256 });
  },
);

const square = (side: number): Promise<Buffer> =>
  sharp({ create: { width: side, height: side, channels: 3, background: 'teal' }, limitInputPixels: false })
    .png({ compressionLevel: 1 })
    .toBuffer();

test('an 8K result is kept although no upload may be so large; what no vendor makes is refused', async () => {
  serve(await square(7680));
  expect(await collect({})).toMatchObject({ width: 7680, height: 7680 });
  serve(await square(12_300));
  await expect(collect({})).rejects.toMatchObject({ code: 'result_not_media' });
}, 60_000);

test.each([
  ['emulated.mp4', 'video', 'video/mp4', 'result-1.mp4'],
  ['emulated.webm', 'video', 'video/webm', 'result-1.webm'],
  ['emulated.mp3', 'audio', 'audio/mpeg', 'result-1.mp3'],
  ['emulated.wav', 'audio', 'audio/wav', 'result-1.wav'],
] as const)(
  '%s is kept byte for byte, with what its structure says',
  async (source, mediaType, contentType, name) => {
    const bytes = await fixture(source);
    serve(bytes, `${mediaType}/x-whatever`);
    const output = await collect({ mediaType, name: 'result-1.bin' });
    const sides = mediaType === 'video' ? { width: 320, height: 180 } : { width: null, height: null };
    expect(output).toMatchObject({
      contentType,
      name,
      ...sides,
      thumbnailPath: null,
      sizeBytes: bytes.length,
    });
    expect((await readFile(output.path)).equals(bytes)).toBe(true);
    expect(output.sha256).toBe((await describeFile(output.path)).sha256);
  },
);

test('a file that came inside an answer is checked the same way', async () => {
  const received = path.join(opened.directory, 'answer-0');
  await writeFile(received, await picture('webp'));
  const file = { path: received, sizeBytes: 1, contentType: 'image/png' };
  expect(await collect({ received: file })).toMatchObject({ contentType: 'image/webp', width: 64 });
  await writeFile(received, 'no picture');
  await expect(collect({ received: file })).rejects.toMatchObject({ code: 'result_not_media' });
  const huge = { ...file, sizeBytes: 257 * 2 ** 20 };
  await expect(collect({ received: huge })).rejects.toMatchObject({ code: 'result_not_media' });
});

test.each([
  ['a page by its type', '<html>expired</html>', 'text/html', 200],
  ['a page under a false type', '\n <!doctype html><p>expired', 'image/png', 200],
  ['an answer of an API', '{"error":"expired"}', 'application/json', 200],
  ['an answer of an API of no type', '{"error":"expired"}', 'application/octet-stream', 200],
  [
    'XML of a store',
    '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>',
    'application/octet-stream',
    200,
  ],
  ['a link that has ended', 'gone', 'text/plain', 410],
  ['a store that is down', 'oops', 'image/png', 503],
] as const)('%s says that the result may be there later', async (_what, text, type, status) => {
  serve(text, type, status);
  for (const mediaType of ['image', 'video', 'audio'] as const)
    await expect(collect({ mediaType })).rejects.toMatchObject({ code: 'url_fetch_failed' });
});

test('what is cut short, of another kind or none at all is no result', async () => {
  const png = await picture('png');
  const mp4 = await fixture('emulated.mp4');
  const wrong = [
    ['image', png.subarray(0, png.length - 20)],
    ['image', mp4],
    ['image', Buffer.alloc(0)],
    ['image', Buffer.from('GIF89a, or so it says')],
    ['video', mp4.subarray(0, mp4.length - 20)],
    ['video', png],
    ['video', await fixture('emulated.mp3')],
    ['audio', mp4],
  ] as const;
  for (const [mediaType, bytes] of wrong) {
    serve(bytes);
    await expect(collect({ mediaType })).rejects.toMatchObject({ code: 'result_not_media' });
  }
});

test('a picture thread that fails says nothing about the file, so it may be looked at again', async () => {
  const pictures = new FakePictures();
  pictures.normalise = () => Promise.reject(new AppError('picture_processing_failed'));
  opened = await openTransport(connectionAt(vendor.origin), { pictures });
  serve(await picture('png'));
  await expect(collect({})).rejects.toMatchObject({ code: 'picture_processing_failed' });
});

test('a line that breaks and a file that is too large are failures to fetch, and leave nothing behind', async () => {
  vendor.answer = (_call, response) => {
    response.writeHead(200, { 'content-type': 'video/mp4', 'content-length': '100000' }).write('xxxx');
    setTimeout(() => response.socket?.destroy(), 20);
  };
  await expect(collect({ mediaType: 'video' })).rejects.toMatchObject({ code: 'url_fetch_failed' });
  vendor.answer = (_call, response) =>
    void response
      .writeHead(200, { 'content-type': 'image/png', 'content-length': String(257 * 2 ** 20) })
      .end('x');
  await expect(collect({})).rejects.toMatchObject({ values: { reason: 'too_large' } });
});

test('plain http and addresses inside are refused for results of vendors on the internet', async () => {
  opened = await openTransport(connectionAt(vendor.origin, { allowsPrivateAddress: false }));
  serve(await picture('png'), 'image/png');
  await expect(collect({})).rejects.toMatchObject({ code: 'url_refused' });
  await expect(collect({ url: 'http://cdn.example/a.png' })).rejects.toMatchObject({
    values: { reason: 'scheme_not_allowed' },
  });
  expect(vendor.calls).toEqual([]);
});

test('file hosts are asked as a browser asks, and never with the key', async () => {
  serve(await picture('png'), 'image/png');
  await collect({});
  const { headers } = vendor.calls[0] ?? {};
  expect(headers).toMatchObject({ accept: 'image/*, */*;q=0.5' });
  expect(headers?.['user-agent']).toMatch(/^Mozilla\/5\.0 /);
  expect(headers).not.toHaveProperty('authorization');
});
