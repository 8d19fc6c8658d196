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
  expect([order.status, order.body.code]).toEqual([404, 'not_found']);
});

test('a request without a file is refused, and nothing is left anywhere', async () => {
  const { studio, owner } = await open();
  const none = await owner.send('post', '/api/assets').field('note', 'no file');
  expect([none.status, none.body.code]).toEqual([400, 'files_missing']);
  await temporaryFilesGone(studio);
  expect(await storedFiles(studio)).toEqual([]);
});
