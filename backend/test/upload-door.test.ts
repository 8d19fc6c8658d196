import type { Task } from '@atelier/shared/contracts/task';
import { ERRORS, type ErrorCode } from '@atelier/shared/errors';
import { LOCALES } from '@atelier/shared/locales';
import sharp from 'sharp';
import request from 'supertest';
import { expect, test } from 'vitest';
import { createPicturePool } from '../src/pictures/worker-pool.ts';
import { TaskClient } from './task-client.ts';
import { openTestStudio, storedFiles, temporaryFilesGone } from './test-studio.ts';
import { makeUploadCorpus } from './upload-corpus.ts';

async function open() {
  const studio = await openTestStudio({ work: false, pictures: createPicturePool({ threads: 2 }) });
  return { studio, client: new TaskClient(studio, await studio.user(1000)) };
}

test('every odd or hostile file is taken or refused with its code, and a refusal leaves nothing and costs nothing', async () => {
  const { studio, client } = await open();
  const corpus = await makeUploadCorpus();
  expect(corpus.length).toBeGreaterThanOrEqual(60);
  const wrong: string[] = [];
  for (const file of corpus) {
    const before = { files: (await storedFiles(studio)).length, ...(await client.credits()) };
    const answer = await client.create({ bytes: file.bytes, name: file.name });
    const outcome = answer.status === 201 ? 'accepted' : answer.body.code;
    if (outcome !== file.expect)
      wrong.push(`${file.name} (${file.why}): expected ${file.expect}, got ${outcome}`);
    if (answer.status === 201) continue;
    const definition = ERRORS[answer.body.code as ErrorCode];
    if (answer.status !== definition.status) wrong.push(`${file.name}: status ${answer.status}`);
    if (/[{}]/.test(answer.body.message)) wrong.push(`${file.name}: unfilled message ${answer.body.message}`);
    await temporaryFilesGone(studio);
    const after = { files: (await storedFiles(studio)).length, ...(await client.credits()) };
    if (JSON.stringify(after) !== JSON.stringify(before))
      wrong.push(`${file.name}: something was left behind`);
  }
  expect(wrong).toEqual([]);
  const { read } = studio.parts.database;
  const accepted = corpus.filter((file) => file.expect === 'accepted').length;
  expect(await read.selectFrom('ai_tasks').select('id').execute()).toHaveLength(accepted);
  expect(await read.selectFrom('pending_objects').selectAll().execute()).toEqual([]);
}, 300_000);

test('one bad file among good ones refuses the whole task and keeps none of them', async () => {
  const { studio, client } = await open();
  const good = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  const answer = await client
    .create({ bytes: good })
    .attach('files', Buffer.from('GIF89a not a picture'), 'bad.png');
  expect([answer.status, answer.body.code]).toEqual([415, 'file_type_unsupported']);
  expect(answer.body.message).toContain('bad.png');
  await temporaryFilesGone(studio);
  expect(await storedFiles(studio)).toEqual([]);
});

test('names in Chinese, with emoji and very long ones come back as they were meant', async () => {
  const { client } = await open();
  const bytes = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  for (const name of ['商品主图.png', '👟 sneaker é.png', 'カバン(1).png']) {
    const { body } = await client.create({ bytes, name });
    expect((body.data as Task).inputs[0]?.name).toBe(name.normalize('NFC'));
  }
  const long = await client.create({ bytes, name: `${'很长'.repeat(150)}.png` });
  expect(long.body.data.inputs[0].name).toMatch(/^很长.*\.png$/u);
});

test('a picture that stands on its side is turned upright and loses its place of origin', async () => {
  const { studio, client } = await open();
  const bytes = await sharp({ create: { width: 60, height: 40, channels: 3, background: 'teal' } })
    .withExif({ IFD0: { Copyright: 'nobody' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  const { body } = await client.create({ bytes, name: 'phone.jpg' });
  const [input] = (body.data as Task).inputs;
  expect(input).toMatchObject({ width: 40, height: 60, contentType: 'image/jpeg' });
  const stored = await request(studio.app)
    .get(input?.url ?? '')
    .buffer(true);
  const facts = await sharp(stored.body).metadata();
  expect([facts.width, facts.height, facts.exif, facts.icc, facts.xmp]).toEqual([
    40,
    60,
    undefined,
    undefined,
    undefined,
  ]);
});

test('too many and too large files are refused in both languages', async () => {
  const { client } = await open();
  for (const locale of LOCALES) {
    const many = client.create().set('Accept-Language', locale);
    for (let index = 0; index < 5; index += 1) many.attach('files', Buffer.from('x'), `${index}.png`);
    const tooMany = await many;
    expect([tooMany.status, tooMany.body.code]).toEqual([400, 'files_too_many']);
    expect(tooMany.body.message).toContain('5');
    const large = await client
      .create({ bytes: Buffer.alloc(10 * 1024 * 1024 + 1) })
      .set('Accept-Language', locale);
    expect([large.status, large.body.code]).toEqual([413, 'file_too_large']);
    expect(large.body.message).toContain(locale === 'en' ? 'larger than 10 MB' : '超过 10 MB');
  }
});

test('a task without files is refused', async () => {
  const { client } = await open();
  const answer = await client.send('post', '/api/tasks').field('taskType', 'basic_clean');
  expect([answer.status, answer.body.code]).toEqual([400, 'files_missing']);
});
