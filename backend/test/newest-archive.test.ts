import { expect, test } from 'vitest';
import { FakePictures } from './fake-pictures.ts';
import { readZip } from './read-zip.ts';
import { TaskClient } from './task-client.ts';
import { openTestStudio } from './test-studio.ts';

/** Two tasks from the same picture and one from another. */
async function open() {
  const studio = await openTestStudio({ pictures: new FakePictures() });
  const client = new TaskClient(studio, await studio.user(100));
  const first = await client.ended((await client.createTask({ name: 'dress.png' })).id);
  const [input] = first.inputs;
  const again = await client
    .send('post', '/api/tasks')
    .send({ taskType: 'basic_clean', parameters: { template: 'matting' }, inputAssetIds: [input?.id] });
  const newer = await client.ended(again.body.data.id);
  const other = await client.ended((await client.createTask({ name: 'shoes.png' })).id);
  const namesIn = async (query: string) => {
    const answer = await client
      .send('get', `/api/tasks/archive?ids=${first.id},${newer.id},${other.id}${query}`)
      .buffer()
      .parse((response, done) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => done(null, Buffer.concat(chunks)));
      });
    return answer.status === 200 ? [...readZip(answer.body).keys()].sort() : [answer.status];
  };
  return { first, newer, namesIn };
}

test('of results in one role from one picture only the newest are packed when asked for, in one folder', async () => {
  const { namesIn } = await open();
  expect(await namesIn('')).toHaveLength(7);
  expect(await namesIn('&newestOnly=false')).toHaveLength(7);
  expect(await namesIn('&newestOnly=true')).toEqual([
    'dress/enhanced.png',
    'dress/matting.png',
    'dress/white-bg.png',
    'shoes/enhanced.png',
    'shoes/matting.png',
    'shoes/white-bg.png',
  ]);
  expect(await namesIn('&newestOnly=maybe')).toEqual([400]);
});
