import { createHash, randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import express from 'express';
import multer from 'multer';
import { describe, expect, onTestFinished, test } from 'vitest';
import { AppError } from '../src/lib/app-error.ts';
import type { InputFile } from '../src/providers/http-messages.ts';
import {
  connectionAt,
  openTransport,
  openVendor,
  providerAt,
  TEST_KEY,
  type TestTransport,
} from './test-vendor.ts';

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

async function inputFile(
  { directory }: TestTransport,
  bytes: Buffer,
  name = '红色 杯子 "新".png',
): Promise<InputFile> {
  const file = path.join(directory, `input-${bytes.length}`);
  await writeFile(file, bytes);
  return {
    ...{ path: file, name, sizeBytes: bytes.length, contentType: 'image/png' },
    ...{ width: 1, height: 1, position: 0, role: null },
  };
}

async function open() {
  const vendor = await openVendor();
  return { vendor, ...(await openTransport(connectionAt(vendor.origin))) };
}

describe('what is sent', () => {
  test('a form arrives as a form: its fields, its files byte for byte, names in any script, its length announced', async () => {
    const opened = await open();
    const app = express();
    app.post('/v1/make', multer({ defParamCharset: 'utf8' }).any(), (request, response) => {
      const files = Array.isArray(request.files) ? request.files : [];
      response.json({
        fields: request.body,
        length: request.headers['content-length'],
        chunked: request.headers['transfer-encoding'] ?? null,
        files: files.map(({ fieldname, originalname, mimetype, buffer }) => ({
          ...{ fieldname, originalname, mimetype },
          sha256: sha256(buffer),
        })),
      });
    });
    const server = createServer(app).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    onTestFinished(() => void server.close());
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const { ask } = await openTransport(connectionAt(origin));
    const [a, b] = [randomBytes(100_003), randomBytes(1)];
    const { body } = await ask({
      form: [
        { name: 'prompt', value: '一只杯子\r\n"on white"' },
        { name: 'image[]', file: await inputFile(opened, a) },
        { name: 'image[]', file: await inputFile(opened, b, 'a\r\nb.png') },
        { name: 'n', value: '2' },
      ],
    });
    expect(body).toMatchObject({
      fields: { prompt: '一只杯子\r\n"on white"', n: '2' },
      chunked: null,
      files: [
        {
          fieldname: 'image[]',
          originalname: '红色 杯子 "新".png',
          mimetype: 'image/png',
          sha256: sha256(a),
        },
        { fieldname: 'image[]', originalname: 'a\r\nb.png', sha256: sha256(b) },
      ],
    });
    expect(Number((body as { length: string }).length)).toBeGreaterThan(100_003);
  });

  test.each([0, 1, 2, 3, 4, 200_000, 200_001])('%i bytes stand inside JSON as base64', async (size) => {
    const opened = await open();
    const file = await inputFile(opened, randomBytes(size));
    const bytes = await readFile(file.path);
    await opened.ask({
      json: { prompt: '杯', images: [{ file, as: 'base64' }, { url: { file, as: 'data-url' } }], n: 1 },
    });
    const [call] = opened.vendor.calls;
    expect(JSON.parse(call?.body.toString() ?? '')).toEqual({
      prompt: '杯',
      images: [bytes.toString('base64'), { url: `data:image/png;base64,${bytes.toString('base64')}` }],
      n: 1,
    });
    expect(call?.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(call?.body.length),
      authorization: `Bearer ${TEST_KEY}`,
    });
  });

  test("an input that is gone from the disk is our trouble, not the vendor's silence", async () => {
    const opened = await open();
    const file = await inputFile(opened, randomBytes(10));
    const sent = opened.ask({
      json: { image: { file: { ...file, path: `${file.path}-gone` }, as: 'base64' } },
    });
    await expect(sent).rejects.toBeInstanceOf(AppError);
  });
});

describe('what is received', () => {
  const PNG = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(5000)]);

  test.each(['image/png', 'application/octet-stream', 'audio/mpeg'])(
    'a body of type %s is a file',
    async (type) => {
      const { vendor, ask } = await open();
      vendor.answer = (_call, response) => void response.setHeader('content-type', type).end(PNG);
      const { body, files = [] } = await ask({ expect: 'files' });
      expect(body).toBeUndefined();
      expect(files).toMatchObject([{ sizeBytes: PNG.length, contentType: type }]);
      expect((await readFile(files[0]?.path ?? '')).equals(PNG)).toBe(true);
    },
  );

  test.each([
    ['plain', (bytes: Buffer) => bytes],
    ['br', brotliCompressSync],
    ['gzip', gzipSync],
  ] as const)('pictures inside JSON become files, sent %s', async (encoding, encode) => {
    const { vendor, ask } = await open();
    vendor.answer = (_call, response) => {
      if (encoding !== 'plain') response.setHeader('content-encoding', encoding);
      const json = JSON.stringify({ data: [{ b64_json: PNG.toString('base64') }, { b64_json: null }] });
      response.setHeader('content-type', 'application/json; charset=utf-8').end(encode(Buffer.from(json)));
    };
    const { body, files = [] } = await ask({ expect: 'files' });
    expect(body).toEqual({ data: [{ b64_json: 'file:0' }, { b64_json: null }] });
    expect((await readFile(files[0]?.path ?? '')).equals(PNG)).toBe(true);
  });

  test.each([
    ['JSON under another name', 'text/plain', '{"id":"x"}', { body: { id: 'x' }, files: [] }],
    ['nothing', 'application/json', '', { body: undefined, files: [] }],
    ['nothing of no type', '', '', { body: undefined, files: [] }],
    ['broken JSON', 'application/json', '{"id":', { body: undefined, files: [] }],
  ])('%s', async (_what, type, text, expected) => {
    const { vendor, ask } = await open();
    vendor.answer = (_call, response) => {
      if (type !== '') response.setHeader('content-type', type);
      response.end(text);
    };
    expect(await ask({ expect: 'files' })).toMatchObject(expected);
  });

  test.each(['json', 'files'] as const)('an error is an answer with its words (%s)', async (expected) => {
    const { vendor, ask } = await open();
    vendor.answer = (_call, response) =>
      void response
        .writeHead(429, { 'content-type': 'application/json', 'retry-after': '7' })
        .end('{"error":"slow"}');
    const answer = await ask({ expect: expected });
    expect(answer).toMatchObject({ status: 429, body: { error: 'slow' } });
    expect(answer.headers['retry-after']).toBe('7');
  });

  test('a redirect is an answer: nobody else is sent the key', async () => {
    const elsewhere = await openVendor();
    const { vendor, ask } = await open();
    vendor.answer = (_call, response) =>
      void response.writeHead(307, { location: `${elsewhere.origin}/v1/make` }).end();
    expect(await ask({ json: { prompt: 'x' } })).toMatchObject({ status: 307 });
    expect(elsewhere.calls).toEqual([]);
  });

  test('an answer that is nested beyond all sense is one without a body', async () => {
    const { vendor, ask } = await open();
    vendor.answer = (_call, response) =>
      void response.end(`{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
    expect(await ask({})).toMatchObject({ status: 200, body: undefined });
  });
});

describe('silence', () => {
  const send = ({ transport, provider, directory }: TestTransport, more: { timeoutMs?: number } = {}) =>
    transport.send(
      { kind: 'http', method: 'POST', url: '/v1/make', json: {}, ...more },
      { provider, directory },
    );

  test('nobody listens: certainly not heard', async () => {
    const gone = await openVendor();
    const opened = await openTransport(connectionAt(gone.origin.replace(/\d+$/, '1')));
    expect(await send(opened)).toMatchObject({ kind: 'silence', mayHaveBeenHeard: false });
  });

  test('a line that breaks, an answer that is cut and one that takes too long may have been heard', async () => {
    const opened = await open();
    const { vendor } = opened;
    vendor.answer = (_call, response) => void response.socket?.destroy();
    expect(await send(opened)).toMatchObject({ kind: 'silence', mayHaveBeenHeard: true });
    vendor.answer = (_call, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"id":');
      setTimeout(() => response.socket?.destroy(), 20);
    };
    expect(await send(opened)).toMatchObject({ kind: 'silence', mayHaveBeenHeard: true });
    vendor.answer = () => undefined;
    const startedAt = performance.now();
    expect(await send(opened, { timeoutMs: 150 })).toMatchObject({
      kind: 'silence',
      mayHaveBeenHeard: true,
      detail: 'timed_out (answer)',
    });
    expect(performance.now() - startedAt).toBeLessThan(3000);
  });

  test('an answer that is larger than any answer is cut off', async () => {
    const opened = await open();
    opened.vendor.answer = (_call, response) => void response.end(`"${'x'.repeat(9 * 2 ** 20)}"`);
    expect(await send(opened)).toMatchObject({ kind: 'silence', detail: 'too_large (body)' });
  });

  test('an abort is its own reason, not silence', async () => {
    const { vendor, transport, provider, directory } = await open();
    const abort = new AbortController();
    vendor.answer = () => abort.abort(new Error('the user went away'));
    const request = { kind: 'http', method: 'GET', url: '/v1/make' } as const;
    const sent = transport.send(request, { provider, directory, signal: abort.signal });
    await expect(sent).rejects.toThrow('the user went away');
  });
});

describe('the key', () => {
  test('goes to the vendor alone and never comes back, whatever the vendor does with it', async () => {
    const { vendor, ask } = await open();
    vendor.answer = ({ headers }, response) => {
      const key = String(headers.authorization).replace('Bearer ', '');
      response.writeHead(200, {
        'content-type': 'application/json',
        'x-key': key,
        'x-basic': `Basic ${Buffer.from(`${key}:`).toString('base64')}`,
      });
      response.end(
        JSON.stringify({
          message: `the key "${key}" is bad`,
          [key]: [{ nested: key }],
          url: `https://vendor.example/?apiKey=${encodeURIComponent(key)}`,
          count: 3,
          none: null,
        }),
      );
    };
    for (const expected of ['json', 'files'] as const) {
      const answer = await ask({ expect: expected });
      const told = JSON.stringify(answer);
      for (const form of [
        TEST_KEY,
        encodeURIComponent(TEST_KEY),
        Buffer.from(TEST_KEY).toString('base64').slice(0, 30),
      ])
        expect(told).not.toContain(form);
      expect(answer.body).toMatchObject({
        message: 'the key "[key]" is bad',
        '[key]': [{ nested: '[key]' }],
        count: 3,
        none: null,
      });
    }
  });

  test("is not sent to a host that is not the vendor's, nor asked for where there is none", async () => {
    const { vendor, ask } = await open();
    await expect(ask({ url: 'https://elsewhere.example/v1' })).rejects.toThrow(/must not be called/);
    const keyless = await openTransport(connectionAt(vendor.origin, { key: null }));
    await expect(keyless.ask({})).rejects.toMatchObject({ code: 'provider_not_configured' });
    expect(vendor.calls).toEqual([]);
  });
});

describe('addresses inside the house', () => {
  test('are refused unless the operator allowed this very origin for this very provider', async () => {
    const { vendor } = await open();
    const closed = await openTransport(connectionAt(vendor.origin, { allowsPrivateAddress: false }));
    await expect(closed.ask({})).rejects.toMatchObject({ code: 'url_refused' });
    const emulated = connectionAt(vendor.origin, { allowsPrivateAddress: false, isEmulated: true });
    expect(await (await openTransport(emulated)).ask({})).toMatchObject({ status: 200 });
    expect(vendor.calls).toHaveLength(1);
  });

  test('another port of the same machine stays closed, as a call and as a place of results', async () => {
    const neighbour = await openVendor();
    const { vendor } = await open();
    const provider = providerAt(vendor.origin, { otherHosts: [new URL(neighbour.origin).host] });
    const opened = await openTransport(connectionAt(vendor.origin), { provider });
    await expect(opened.ask({ url: `${neighbour.origin}/v1` })).rejects.toMatchObject({
      code: 'url_refused',
    });
    const result = { url: `${neighbour.origin}/a.png`, name: 'a.png', role: 'image', inputPosition: 0 };
    const hooks = { provider, directory: opened.directory, signal: new AbortController().signal };
    await expect(opened.transport.collect(result, hooks)).rejects.toMatchObject({ code: 'url_refused' });
    vendor.answer = (_call, response) => void response.writeHead(302, { location: result.url }).end();
    const led = opened.transport.collect({ ...result, url: `${vendor.origin}/a.png` }, hooks);
    await expect(led).rejects.toMatchObject({ code: 'url_refused' });
    expect(neighbour.calls).toEqual([]);
  });
});
