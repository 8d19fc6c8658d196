import { expect, test } from 'vitest';
import { TaskClient } from './task-client.ts';
import { openTestStudio } from './test-studio.ts';

/** A key makes the model orderable; nobody works, so nobody is called. */
async function open(environment: Record<string, string> = {}) {
  const studio = await openTestStudio({
    work: false,
    environment: { AI_PROVIDER_POLLO_API_KEY: 'a-key-of-a-test', ...environment },
  });
  const client = new TaskClient(studio, await studio.user(10_000));
  const order = (model: string, files: number) => {
    const call = client
      .send('post', '/api/tasks')
      .field({ taskType: 'generate', model, parameters: JSON.stringify({ prompt: 'slow turn' }) });
    return files === 0 ? call : call.attach('files', Buffer.from('a picture'), 'a.png');
  };
  return { studio, order };
}

test('a provider that fetches pictures gets none from an installation nobody can reach; words alone are fine', async () => {
  const { order } = await open();
  const refused = await order('pollo-kling-v2-1', 1);
  expect([refused.status, refused.body.code]).toEqual([503, 'inputs_not_public']);
  expect((await order('pollo-veo3-fast', 1)).body.code).toBe('inputs_not_public');
  expect((await order('pollo-veo3-fast', 0)).status).toBe(201);
  const plain = await open({ APP_URL: 'http://shop.example.com' });
  expect((await plain.order('pollo-kling-v2-1', 1)).body.code).toBe('inputs_not_public');
});

test('with a public address its pictures are taken', async () => {
  const { order } = await open({ APP_URL: 'https://shop.example.com' });
  expect((await order('pollo-kling-v2-1', 1)).status).toBe(201);
});
