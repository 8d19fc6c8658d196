import { expect, onTestFinished, test } from 'vitest';
import { makeOperator } from '../../backend/test/test-studio.ts';
import { openEmulatedStudio } from './studio-with-emulator.ts';
import { MODELS } from './vendors/replicate/models.ts';

test('testing the key of Replicate compares the forms of its models with what it publishes', async () => {
  const { client, studio } = await openEmulatedStudio();
  await makeOperator(studio, client.userId);
  const tested = await client.send('post', '/api/admin/providers/replicate/test');
  const count = (await client.send('get', '/api/models')).body.data.filter(({ slug }: { slug: string }) =>
    slug.startsWith('replicate-'),
  ).length;
  expect(count).toBeGreaterThanOrEqual(5);
  expect(tested.body.data).toMatchObject({ isGood: true, inputs: { compared: count, differences: [] } });
});

test('a change at the vendor is told, kept, and shown to operators', async () => {
  const { client, studio } = await openEmulatedStudio();
  await makeOperator(studio, client.userId);
  const published: Record<string, unknown> = MODELS;
  const { 'minimax/video-01': video } = published;
  delete published['minimax/video-01'];
  onTestFinished(() => {
    published['minimax/video-01'] = video;
  });
  await client.send('post', '/api/admin/providers/replicate/test');
  const shown = await client.send('get', '/api/admin/providers/replicate');
  expect(shown.body.data.keyTest.inputs.differences).toEqual([
    { model: 'replicate-minimax', kind: 'model_gone', field: null, detail: 'minimax/video-01' },
  ]);
});
