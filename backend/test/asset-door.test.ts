import type { Asset } from '@atelier/shared/contracts/asset';
import { expect, test } from 'vitest';
import { FakePictures } from './fake-pictures.ts';
import { TaskClient } from './task-client.ts';
import { openTestStudio, storedFiles, temporaryFilesGone } from './test-studio.ts';

async function open() {
  const studio = await openTestStudio({ work: false, pictures: new FakePictures() });
  const owner = new TaskClient(studio, await studio.user(10));
  const stranger = new TaskClient(studio, await studio.user(10));
  const upload = (client: TaskClient, ...names: string[]) => {
    const sent = client.send('post', '/api/assets');
    for (const name of names) sent.attach('files', Buffer.from(`picture ${name}`), name);
    return sent;
  };
  const read = async (client: TaskClient, ids: readonly string[]): Promise<Asset[]> =>
    (await client.send('get', `/api/assets?ids=${ids.join(',')}`)).body.data;
  return { studio, owner, stranger, upload, read };
}

test('pictures are brought in, found again in the order asked for, and ordered with', async () => {
  const { owner, upload, read } = await open();
  const { status, body } = await upload(owner, '参考.png', 'mask.png');
  expect([status, body.data.map((asset: Asset) => asset.name)]).toEqual([201, ['参考.png', 'mask.png']]);
  const ids: string[] = body.data.map((asset: Asset) => asset.id);
  const again = await read(owner, ids.toReversed());
  expect(again.map(({ name, kind }) => [name, kind])).toEqual([
    ['mask.png', 'input'],
    ['参考.png', 'input'],
  ]);
  const order = await owner
    .send('post', '/api/tasks')
    .send({ taskType: 'basic_clean', inputAssetIds: [ids[0]] });
  expect([order.status, order.body.data.inputs[0].id]).toEqual([201, ids[0]]);
});

test('a stranger neither sees them nor orders with them', async () => {
  const { owner, stranger, upload, read } = await open();
  const [asset] = (await upload(owner, 'mine.png')).body.data;
  expect(await read(stranger, [asset.id, 'asset_none'])).toEqual([]);
  const order = await stranger
    .send('post', '/api/tasks')
    .send({ taskType: 'basic_clean', inputAssetIds: [asset.id] });
  expect([order.status, order.body.code]).toEqual([404, 'input_not_found']);
  const batch = await stranger
    .send('post', '/api/batches')
    .send({ taskType: 'basic_clean', maxCredits: 1, inputAssetIds: [asset.id] });
  expect([batch.status, batch.body.code]).toEqual([404, 'input_not_found']);
});

test('a request without a file is refused, and nothing is left anywhere', async () => {
  const { studio, owner } = await open();
  const none = await owner.send('post', '/api/assets').field('note', 'no file');
  expect([none.status, none.body.code]).toEqual([400, 'files_missing']);
  await temporaryFilesGone(studio);
  expect(await storedFiles(studio)).toEqual([]);
});

test('files may come under `files[]` as well, wherever they may come under `files`', async () => {
  const { owner } = await open();
  const picture = (name: string) => [Buffer.from(`picture ${name}`), name] as const;
  const [bytes, name] = picture('杯子.png');
  const uploads = await owner.send('post', '/api/assets').attach('files[]', bytes, name);
  expect([uploads.status, uploads.body.data?.[0].name]).toEqual([201, '杯子.png']);
  const task = owner.send('post', '/api/tasks').field('taskType', 'basic_clean');
  for (const each of ['a.png', 'b.png']) task.attach('files[]', ...picture(each));
  const { status, body } = await task;
  expect([status, body.data?.inputs.map((asset: Asset) => asset.name)]).toEqual([201, ['a.png', 'b.png']]);
  const files = [{ name: 'mug.png' }];
  const batch = await owner
    .send('post', '/api/batches')
    .send({ taskType: 'basic_clean', maxCredits: 1, files });
  const sent = await owner
    .send('post', `/api/batches/${batch.body.data.batch.id}/files`)
    .field('positions', '[0]')
    .attach('files[]', ...picture('mug.png'));
  expect([sent.status, sent.body.data?.files[0].code]).toEqual([200, null]);
  const other = await owner.send('post', '/api/assets').attach('file', bytes, name);
  expect([other.status, other.body.code]).toEqual([400, 'request_invalid']);
});
