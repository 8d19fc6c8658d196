import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ERRORS } from '@atelier/shared/errors';
import {
  MAX_FILE_NAME_CHARACTERS,
  MAX_FILE_SIZE_BYTES,
  MAX_FILES_PER_TASK,
  MAX_FORM_FIELD_BYTES,
  MAX_FORM_FIELDS,
} from '@atelier/shared/limits';
import express, { type ErrorRequestHandler } from 'express';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { AppError } from '../lib/app-error.ts';
import { receivedFiles, receiveFiles, uploadDirectory } from './receive-files.ts';

let temporaryRoot: string;
let server: Server;
let port: number;
/** Requests that got through, and folders that could not be removed. */
let handled = 0;
const removalErrors: unknown[] = [];

const answerErrors: ErrorRequestHandler = (error, _request, response, _next) => {
  const status = error instanceof AppError ? ERRORS[error.code].status : 500;
  response
    .status(status)
    .json(error instanceof AppError ? { code: error.code, values: error.values } : { code: String(error) });
};

beforeAll(async () => {
  temporaryRoot = await mkdtemp(join(tmpdir(), 'atelier-receive-'));
  const logger = { error: (...values: unknown[]) => removalErrors.push(values) };
  const app = express();
  const takeFiles = receiveFiles({ temporaryRoot, logger });
  app.post('/upload', takeFiles, async (request, response) => {
    handled += 1;
    const files = await Promise.all(
      receivedFiles(request).map(async ({ path, name, sizeBytes }) => ({
        name,
        sizeBytes,
        isInside: path.startsWith(uploadDirectory(request)),
        start: (await readFile(path)).subarray(0, 20).toString('latin1'),
      })),
    );
    response.json({ files, fields: { ...request.body } });
  });
  app.post('/broken', takeFiles, () => {
    throw new AppError('files_missing');
  });
  app.post('/slow', receiveFiles({ temporaryRoot, logger, timeoutMs: 200 }), (_request, response) => {
    response.json({});
  });
  app.use(answerErrors);
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterEach(async () => {
  await expectNothingLeft();
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await rm(temporaryRoot, { recursive: true });
});

/** The folder is removed after the answer, so it is given a moment. */
async function expectNothingLeft(): Promise<void> {
  for (let attempt = 0; attempt < 100 && (await readdir(temporaryRoot)).length > 0; attempt += 1)
    await sleep(20);
  expect(await readdir(temporaryRoot)).toEqual([]);
  expect(removalErrors).toEqual([]);
}

interface Answer {
  status: number;
  code?: string;
  values?: Record<string, unknown>;
  files?: { name: string; sizeBytes: number; isInside: boolean; start: string }[];
  fields?: Record<string, string>;
}

async function post(
  body: FormData | Uint8Array<ArrayBuffer> | string,
  path = '/upload',
  headers: Record<string, string> = {},
): Promise<Answer> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method: 'POST', body, headers });
  return { status: answer.status, ...((await answer.json()) as Omit<Answer, 'status'>) };
}

const blob = (size = 10): Blob => new Blob([new Uint8Array(size)]);

/** A multipart body made by hand; `headers` of each part may be anything. */
function rawBody(parts: { disposition: string; content: string }[], boundary = 'xx'): Buffer {
  const text = parts.map(
    ({ disposition, content }) =>
      `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n\r\n${content}\r\n`,
  );
  return Buffer.from(`${text.join('')}--${boundary}--\r\n`);
}
const multipart = { 'content-type': 'multipart/form-data; boundary=xx' };

describe('names', () => {
  test.each(['白色运动鞋 正面.jpg', '👟👩‍👩‍👧.png', 'スニーカー.webp', 'a "quoted" name.png', 'é.png'])(
    '%s arrives as it was sent',
    async (name) => {
      const form = new FormData();
      form.append('files', blob(), name);
      expect((await post(form)).files).toMatchObject([{ name, sizeBytes: 10, isInside: true }]);
    },
  );

  test('the RFC 5987 form is understood', async () => {
    const body = rawBody([
      { disposition: `name="files"; filename*=UTF-8''%E7%99%BD%E5%BA%95.png`, content: 'x' },
    ]);
    expect((await post(new Uint8Array(body), '/upload', multipart)).files).toMatchObject([
      { name: '白底.png' },
    ]);
  });

  test('a name of 300 characters is shortened and keeps its ending', async () => {
    const form = new FormData();
    form.append('files', blob(), `${'鞋'.repeat(296)}.png`);
    const name = (await post(form)).files?.[0]?.name ?? '';
    expect([...name]).toHaveLength(MAX_FILE_NAME_CHARACTERS);
    expect(name).toMatch(/^鞋+…鞋+\.png$/u);
  });

  test('a name is never a path, and hides nothing', async () => {
    const names = ['../../../etc/cron.d/x', '..\\..\\boot.ini', '/abs/olute.png', 'photo\u202egpj.exe'];
    const form = new FormData();
    for (const name of names) form.append('files', blob(), name);
    const files = (await post(form)).files ?? [];
    expect(files.every(({ isInside }) => isInside)).toBe(true);
    expect(files.map(({ name }) => name)).toEqual(['x', 'boot.ini', 'olute.png', 'photogpj.exe']);
  });
});

describe('what fits', () => {
  test('five files of the largest size, in their order, beside text fields', async () => {
    const form = new FormData();
    form.append('taskType', 'basic_clean');
    for (let index = 0; index < MAX_FILES_PER_TASK; index += 1) {
      form.append(
        'files',
        new Blob([`file ${index}`, new Uint8Array(MAX_FILE_SIZE_BYTES - 6)]),
        `${index}.png`,
      );
    }
    form.append('parameters', '{"背景":"白"}');
    const { status, files, fields } = await post(form);
    expect(status).toBe(200);
    expect(files?.map(({ start }) => start.slice(0, 6))).toEqual([
      'file 0',
      'file 1',
      'file 2',
      'file 3',
      'file 4',
    ]);
    expect(files?.every(({ sizeBytes }) => sizeBytes === MAX_FILE_SIZE_BYTES)).toBe(true);
    expect(fields).toEqual({ taskType: 'basic_clean', parameters: '{"背景":"白"}' });
  });

  test('an empty file is passed on with its size of zero', async () => {
    const form = new FormData();
    form.append('files', new Blob([]), 'empty.png');
    expect((await post(form)).files).toMatchObject([{ name: 'empty.png', sizeBytes: 0 }]);
  });

  test('no files, an empty file field, and JSON pass with none', async () => {
    const form = new FormData();
    form.append('taskType', 'x');
    expect(await post(form)).toMatchObject({ status: 200, files: [], fields: { taskType: 'x' } });
    const unchosen = rawBody([{ disposition: 'name="files"; filename=""', content: '' }]);
    expect(await post(new Uint8Array(unchosen), '/upload', multipart)).toMatchObject({
      status: 200,
      files: [],
    });
    expect(await post('{}', '/upload', { 'content-type': 'application/json' })).toMatchObject({
      status: 200,
      files: [],
    });
  });
});

describe('what does not fit', () => {
  test('a sixth file: files_too_many with the limit', async () => {
    const form = new FormData();
    for (let index = 0; index <= MAX_FILES_PER_TASK; index += 1) form.append('files', blob(), `${index}.png`);
    expect(await post(form)).toMatchObject({
      status: 400,
      code: 'files_too_many',
      values: { limit: MAX_FILES_PER_TASK },
    });
  });

  test('a file one byte too large: file_too_large with its name and the limit', async () => {
    const form = new FormData();
    form.append('files', blob(), 'small.png');
    form.append('files', blob(MAX_FILE_SIZE_BYTES + 1), '大图.png');
    expect(await post(form)).toMatchObject({
      status: 413,
      code: 'file_too_large',
      values: { name: '大图.png', limitMb: 10 },
    });
  });

  test('a declared length beyond everything allowed is refused before reading', async () => {
    const answer = await rawRequest(
      `POST /upload HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=xx\r\nContent-Length: 999999999\r\n\r\n--xx`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('body_too_large');
  });

  test.each([
    [
      'a field value',
      () => rawBody([{ disposition: 'name="a"', content: 'x'.repeat(MAX_FORM_FIELD_BYTES + 1) }]),
    ],
    ['a field name', () => rawBody([{ disposition: `name="${'n'.repeat(101)}"`, content: 'x' }])],
    [
      'the number of fields',
      () =>
        rawBody(
          Array.from({ length: MAX_FORM_FIELDS + 1 }, (_, index) => ({
            disposition: `name="f${index}"`,
            content: 'x',
          })),
        ),
    ],
  ])('%s that is too large: body_too_large', async (_what, body) => {
    expect(await post(new Uint8Array(body()), '/upload', multipart)).toMatchObject({
      status: 413,
      code: 'body_too_large',
    });
  });

  test('a file under another field name is named in the refusal', async () => {
    const form = new FormData();
    form.append('avatar', blob(), 'a.png');
    expect(await post(form)).toMatchObject({
      status: 400,
      code: 'request_invalid',
      values: { detail: 'avatar' },
    });
  });

  test('an error of the route behind also leaves nothing', async () => {
    const form = new FormData();
    form.append('files', blob(), 'a.png');
    expect(await post(form, '/broken')).toMatchObject({ status: 400, code: 'files_missing' });
  });

  test.each([
    ['no boundary', { 'content-type': 'multipart/form-data' }, 'x'],
    [
      'another boundary',
      { 'content-type': 'multipart/form-data; boundary=yy' },
      rawBody([{ disposition: 'name="a"', content: 'x' }]),
    ],
    [
      'no end',
      multipart,
      '--xx\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\nabc',
    ],
    ['a broken part header', multipart, '--xx\r\nno colon here\r\n\r\nabc\r\n--xx--\r\n'],
    ['nothing', multipart, ''],
    ['a part without a name', multipart, rawBody([{ disposition: 'filename="a.png"', content: 'x' }])],
  ])('malformed: %s', async (_what, headers, body) => {
    const answer = await post(typeof body === 'string' ? body : new Uint8Array(body), '/upload', headers);
    expect(answer).toMatchObject({ status: 400, code: 'multipart_malformed' });
  });
});

/** Sends bytes and collects what comes back until the server closes or `cutAfterMs` passes. */
async function rawRequest(head: string | Buffer, cutAfterMs = 400): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk.toString('latin1');
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  // A server that hangs up on a bad request is one of the expected ends.
  socket.on('error', () => socket.destroy());
  socket.write(head);
  await Promise.race([closed, sleep(cutAfterMs)]);
  socket.destroy();
  await closed;
  return answer;
}

const headOf = (path: string, length: number): string =>
  `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=xx\r\nContent-Length: ${length}\r\n\r\n`;

describe('uploads that never end', () => {
  test('a connection cut in the middle, at 40 places, leaves nothing and starts nothing', async () => {
    const body = rawBody([
      { disposition: 'name="taskType"', content: 'basic_clean' },
      { disposition: 'name="files"; filename="a.png"', content: 'A'.repeat(300_000) },
      { disposition: 'name="files"; filename="b.png"', content: 'B'.repeat(300_000) },
    ]);
    const before = handled;
    for (let round = 0; round < 40; round += 1) {
      const cutAt = Math.floor((body.length * round) / 40);
      await rawRequest(
        Buffer.concat([Buffer.from(headOf('/upload', body.length)), body.subarray(0, cutAt)]),
        5,
      );
    }
    await expectNothingLeft();
    expect(handled).toBe(before);
  });

  test('a body that drips is answered and closed in time', async () => {
    const startedAt = performance.now();
    const answer = await rawRequest(
      `${headOf('/slow', 100_000)}--xx\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\nabc`,
      5_000,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toContain('multipart_malformed');
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });
});

test('1,000 mutated bodies: every one is answered with 200 or 4xx, and nothing is left', {
  timeout: 60_000,
}, async () => {
  const seed = 20_260_102;
  const random = mulberry32(seed);
  const original = rawBody([
    { disposition: 'name="taskType"', content: 'basic_clean' },
    { disposition: 'name="parameters"', content: '{"template":"all"}' },
    { disposition: 'name="files"; filename="白底.png"', content: 'P'.repeat(2_000) },
    { disposition: `name="files"; filename*=UTF-8''%E5%9B%BE.png`, content: 'Q'.repeat(500) },
  ]);
  const statuses = new Map<number, number>();
  for (let round = 0; round < 1_000; round += 1) {
    const body = mutate(original, random);
    const answer = await post(new Uint8Array(body), '/upload', multipart);
    statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1);
    expect([seed, round, answer.status < 500]).toEqual([seed, round, true]);
  }
  // A test of mutations that only ever saw one outcome would not have tested much.
  expect(statuses.get(200)).toBeGreaterThan(50);
  expect(statuses.get(400)).toBeGreaterThan(50);
  const form = new FormData();
  form.append('files', blob(), 'after.png');
  expect((await post(form)).status).toBe(200);
});

/** A small generator with a fixed seed, so that a failing round can be repeated. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** One to three changes: flipped, removed, doubled or inserted bytes, mostly near the structure of the body. */
function mutate(original: Buffer, random: () => number): Buffer {
  let body = Buffer.from(original);
  const tokens = [
    '\r\n',
    '--xx',
    '--xx--',
    '"',
    ';',
    '\0',
    '\r\n\r\n',
    'filename=',
    'Content-Disposition:',
    '%',
    '\xff',
    '[',
    ']',
  ];
  for (let change = 0; change <= random() * 3; change += 1) {
    const marks = [...body.toString('latin1').matchAll(/--xx|form-data|name=|\r\n\r\n/g)].map(
      ({ index }) => index,
    );
    const nearMark = (marks[Math.floor(random() * marks.length)] ?? 0) + Math.floor(random() * 24);
    const at = Math.min(random() < 0.8 ? nearMark : Math.floor(random() * body.length), body.length - 1);
    const length = 1 + Math.floor(random() * 20);
    const token = Buffer.from(tokens[Math.floor(random() * tokens.length)] ?? '', 'latin1');
    const kind = Math.floor(random() * 4);
    if (kind === 0) body[at] = Math.floor(random() * 256);
    else if (kind === 1) body = Buffer.concat([body.subarray(0, at), body.subarray(at + length)]);
    else if (kind === 2) body = Buffer.concat([body.subarray(0, at + length), body.subarray(at)]);
    else body = Buffer.concat([body.subarray(0, at), token, body.subarray(at)]);
  }
  return body;
}
