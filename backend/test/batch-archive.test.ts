import { expect, test } from 'vitest';
import { AppError } from '../src/lib/app-error.ts';
import { BatchClient, bytesFor } from './batch-client.ts';
import { FakePictures } from './fake-pictures.ts';
import { readZip } from './read-zip.ts';
import { TaskClient } from './task-client.ts';
import { openTestStudio } from './test-studio.ts';

async function open() {
  const pictures = new FakePictures();
  const studio = await openTestStudio({ pictures });
  const client = new TaskClient(studio, await studio.user(100));
  return { pictures, client, batches: new BatchClient(client) };
}

type Opened = Awaited<ReturnType<typeof open>>;

async function archiveOf({ client }: Opened, batchId: string, language = 'en', query = '') {
  const answer = await client
    .send('get', `/api/batches/${batchId}/archive${query}`)
    .set('Accept-Language', language)
    .buffer(true)
    .parse((response, done) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => done(null, Buffer.concat(parts)));
    });
  expect(answer.headers['content-type']).toBe('application/zip');
  return { entries: readZip(answer.body), disposition: answer.headers['content-disposition'] };
}

const linesOf = (csv: Buffer | undefined): string[] =>
  (csv ?? Buffer.alloc(0)).toString('utf8').replace('\uFEFF', '').trimEnd().split('\r\n');

test('one result each: files carry the names of their pictures, whatever script, and repeated names a number', async () => {
  const opened = await open();
  const { batches } = opened;
  const names = [
    '马克杯.jpg',
    '马克杯.png',
    'カバン.webp',
    '가방 (2).jpg',
    'Mug.jpg',
    'mug.JPG',
    '...jpg',
    'con.jpg',
    'a:b?.jpg',
  ];
  const batch = await batches.created(names, { parameters: { template: 'matting' } });
  await batches.uploaded(batch.id, [0, 1, 2, 3, 4]);
  await batches.uploaded(batch.id, [5, 6, 7, 8]);
  await batches.ended(batch.id);
  const { entries, disposition } = await archiveOf(opened, batch.id);
  expect(disposition).toContain(`${batch.batchNo}.zip`);
  expect([...entries.keys()]).toEqual([
    'manifest.csv',
    'manifest.json',
    '马克杯.png',
    '马克杯 (2).png',
    'カバン.png',
    '가방 (2).png',
    'Mug.png',
    'mug (2).png',
    'picture.png',
    '_con.png',
    'a_b_.png',
  ]);
  // The fake engine copies, so each result shows whose picture it is.
  expect(entries.get('马克杯 (2).png')).toEqual(bytesFor(1));
  expect(entries.get('a_b_.png')).toEqual(bytesFor(8));
});

test('several results each: every picture gets a folder, and the manifests tell what became of every picture', async () => {
  const opened = await open();
  const { batches, client, pictures } = opened;
  pictures.behaviour = async (job) => {
    if (job === 2) throw new AppError('no_subject_found');
  };
  const normalise = pictures.normalise.bind(pictures);
  pictures.normalise = async (job) => {
    if (job.fileName.startsWith('坏')) throw new AppError('file_damaged', { name: job.fileName });
    return normalise(job);
  };
  const names = ['连衣裙.jpg', '=SUM(A1).jpg', '坏文件.jpg', '没有到.jpg'];
  const batch = await batches.created(names, { maxCredits: 4 });
  // One after the other, so that it is known whose job is the second.
  for (const position of [0, 1]) {
    const [outcome] = await batches.uploaded(batch.id, [position]);
    await client.ended(outcome?.taskId ?? '');
  }
  await batches.uploaded(batch.id, [2]);
  await client.send('post', `/api/batches/${batch.id}/close`);
  const { entries } = await archiveOf(opened, batch.id, 'zh-CN');
  const results = ['连衣裙/matting.png', '连衣裙/white-bg.png', '连衣裙/enhanced.png'];
  expect([...entries.keys()].slice(2)).toEqual(results);

  const manifest = JSON.parse(entries.get('manifest.json')?.toString('utf8') ?? '');
  const items = await batches.items(batch.id);
  expect(manifest).toMatchObject({
    batch: batch.id,
    batchNo: batch.batchNo,
    taskType: 'basic_clean',
    agreedCredits: 4,
  });
  expect(manifest.pictures).toEqual([
    {
      number: 1,
      file: '连衣裙.jpg',
      taskNo: items[0]?.taskNo,
      taskId: items[0]?.taskId,
      status: 'completed',
      results,
      links: [],
      credits: 1,
      error: null,
      errorCode: null,
    },
    {
      number: 2,
      file: '=SUM(A1).jpg',
      taskNo: items[1]?.taskNo,
      taskId: items[1]?.taskId,
      status: 'failed',
      results: [],
      links: [],
      credits: 0,
      error: expect.stringContaining('未在图片中识别到商品'),
      errorCode: 'no_subject_found',
    },
    {
      number: 3,
      file: '坏文件.jpg',
      taskNo: null,
      taskId: null,
      status: 'refused',
      results: [],
      links: [],
      credits: 0,
      error: '“坏文件.jpg” 已损坏或不完整，无法打开。',
      errorCode: 'file_damaged',
    },
    {
      number: 4,
      file: '没有到.jpg',
      taskNo: null,
      taskId: null,
      status: 'missing',
      results: [],
      links: [],
      credits: 0,
      error: null,
      errorCode: null,
    },
  ]);

  const csv = entries.get('manifest.csv');
  expect(csv?.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
  const lines = linesOf(csv);
  expect(lines[0]).toBe('序号,文件,状态,结果文件,实扣积分,错误说明,错误代码,任务编号,服务商处的链接');
  expect(lines[1]).toBe(`1,连衣裙.jpg,completed,${results.join('; ')},1,,,${items[0]?.taskNo},`);
  // Harmless to spreadsheets.
  expect(lines[2]?.startsWith("2,'=SUM(A1).jpg,failed,,0,")).toBe(true);
  expect(lines[4]).toBe('4,没有到.jpg,missing,,0,,,,');
  const english = await archiveOf(opened, batch.id);
  expect(linesOf(english.entries.get('manifest.csv'))[0]).toBe(
    'No.,File,Status,Results,Credits charged,Error,Error code,Task,Links with the provider',
  );
  // As a link of the Chinese page in an English browser asks.
  const linked = await archiveOf(opened, batch.id, 'en', '?language=zh-CN');
  expect(linesOf(linked.entries.get('manifest.csv'))[0]).toBe(lines[0]);
  const unknown = `/api/batches/${batch.id}/archive?language=tlh`;
  expect((await opened.client.send('get', unknown)).status).toBe(400);
});

test('an archive of a batch that still runs holds what there is', async () => {
  const opened = await open();
  const batch = await opened.batches.created(['later.jpg']);
  const { entries } = await archiveOf(opened, batch.id);
  expect([...entries.keys()]).toEqual(['manifest.csv', 'manifest.json']);
});
