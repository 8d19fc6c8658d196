import type { Generation } from '@atelier/shared/contracts/generate-api';
import { expect, test } from 'vitest';
import { createPicturePool } from '../../backend/src/pictures/worker-pool.ts';
import { TaskClient } from '../../backend/test/task-client.ts';
import { eventually } from '../../backend/test/test-studio.ts';
import { openEmulatedStudio } from './studio-with-emulator.ts';

const open = async (options: Parameters<typeof openEmulatedStudio>[0] = {}) => {
  const parts = await openEmulatedStudio({ pictures: createPicturePool({ threads: 1 }), ...options });
  const { client } = parts;
  const generate = (body: object) => client.send('post', '/api/generate').send(body);
  const statusOf = (taskId: string) => client.send('get', `/api/generate/status?taskId=${taskId}`);
  const ended = (taskId: string): Promise<Generation> =>
    eventually(async () => {
      const { body } = await statusOf(taskId);
      return body.status === 'completed' || body.status === 'failed' ? body : undefined;
    }, 30_000);
  return { ...parts, generate, statusOf, ended };
};

test('a prompt alone gives a task id, and its status in the end a picture', async () => {
  const { client, generate, statusOf, ended } = await open();
  const made = await generate({ prompt: '一只红色的杯子' });
  expect(made.status).toBe(200);
  expect(made.body).toMatchObject({ success: true, status: 'pending', result: null, error: null });
  const { taskId } = made.body;
  const done = await ended(taskId);
  expect(done).toMatchObject({ taskId, status: 'completed', error: null });
  const { pathname, search } = new URL(done.result ?? '');
  const picture = await client.send('get', `${pathname}${search}`);
  expect([picture.status, picture.headers['content-type']]).toEqual([200, expect.stringMatching(/^image\//)]);
  // What clients of this API read from the body, ours read from `data`.
  const { data, success: _success, message: _message, ...beside } = (await statusOf(taskId)).body;
  expect({ ...beside, result: null, results: [] }).toEqual({ ...data, result: null, results: [] });
  expect(await client.task(taskId)).toMatchObject({ taskType: 'generate', status: 'completed' });
});

test('a model and its settings may be chosen; a failure says why and costs nothing', async () => {
  const { emulator, client, generate, ended } = await open({ credits: 100 });
  const wish = { prompt: 'a mug', model: 'replicate-flux', parameters: { numberOfOutputs: 2 } };
  expect((await ended((await generate(wish)).body.taskId)).results).toHaveLength(2);
  const { credits } = await client.credits();
  await fetch(`${emulator.url}/_emulator/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ vendor: 'replicate', fault: 'refused', times: 1 }),
  });
  const failed = await ended((await generate(wish)).body.taskId);
  expect(failed).toMatchObject({ status: 'failed', result: null, results: [] });
  expect(failed.error).toMatch(/content rules/);
  expect(await client.credits()).toMatchObject({ credits, held: 0 });
});

test('somebody else’s picture is not there; a wrong wish is refused; a repeat is one task', async () => {
  const { studio, generate, statusOf } = await open({ work: false });
  const first = await generate({ prompt: 'a mug' }).set('Idempotency-Key', 'once');
  const again = await generate({ prompt: 'a mug' }).set('Idempotency-Key', 'once');
  expect([again.body.taskId, again.headers['idempotent-replayed']]).toEqual([first.body.taskId, 'true']);
  const somebodyElse = new TaskClient(studio, await studio.user());
  const stranger = await somebodyElse.send('get', `/api/generate/status?taskId=${first.body.taskId}`);
  expect([stranger.status, stranger.body.code]).toEqual([404, 'not_found']);
  expect((await statusOf('')).status).toBe(400);
  const codes = [
    {},
    { prompt: ' ' },
    { prompt: 'x', user: 'me' },
    { prompt: 'x', model: 'nobody' },
    { prompt: 'x', model: 'local-basic-clean' },
  ].map(async (wish) => (await generate(wish)).body.code);
  expect(await Promise.all(codes)).toEqual([
    'request_invalid',
    'request_invalid',
    'request_invalid',
    'model_unknown',
    'model_unknown',
  ]);
});
