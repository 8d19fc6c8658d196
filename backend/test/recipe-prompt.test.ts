import type { CatalogueTaskType } from '@atelier/shared/contracts/catalogue';
import { expect, test } from 'vitest';
import { TaskClient } from './task-client.ts';
import { openTestStudio } from './test-studio.ts';

/** Nobody works; the stand-in's address makes all vendors orderable. */
async function open() {
  const studio = await openTestStudio({ work: false, environment: { EMULATOR_URL: 'http://127.0.0.1:9' } });
  const client = new TaskClient(studio, await studio.user(1000));
  const order = async (taskType: string, model: string, parameters: object) => {
    const { body } = await client.create({
      fields: { taskType, model, parameters: JSON.stringify(parameters) },
    });
    return body.data?.parameters ?? body.code;
  };
  return { client, order };
}

test('a model that works by words is told what the recipe’s setting means', async () => {
  const { order } = await open();
  expect(await order('style_transfer', 'kie-nano-banana-edit', { style: 'watercolor' })).toMatchObject({
    prompt: 'Transform the image with watercolor style, maintaining the original composition and subject.',
  });
  expect(await order('style_transfer', 'kie-nano-banana-edit', {})).toMatchObject({
    prompt: expect.stringContaining('artistic style'),
  });
});

test('the caller’s own words are never touched, and a setting beside them is refused as before', async () => {
  const { order } = await open();
  const prompt = 'Make it a woodcut';
  expect(await order('style_transfer', 'kie-nano-banana-edit', { prompt })).toMatchObject({ prompt });
  expect(await order('style_transfer', 'kie-nano-banana-edit', { prompt, style: 'x' })).toBe(
    'parameters_invalid',
  );
});

test('work on this machine keeps its settings, and recipes without such words ask for a prompt', async () => {
  const { order } = await open();
  expect(await order('style_transfer', 'local-style-transfer', { style: 'sketch' })).toMatchObject({
    style: 'sketch',
  });
  expect(await order('generate', 'kie-nano-banana-edit', { style: 'sketch' })).toBe('parameters_invalid');
});

test('the list of recipes tells the words that an order without any gets', async () => {
  const { client, order } = await open();
  const recipes: CatalogueTaskType[] = (await client.send('get', '/api/task-types')).body.data;
  const promptOf = (slug: string) => recipes.find((recipe) => recipe.slug === slug)?.prompt;
  expect(await order('style_transfer', 'kie-nano-banana-edit', {})).toMatchObject({
    prompt: promptOf('style_transfer'),
  });
  expect(promptOf('generate')).toBeNull();
});
