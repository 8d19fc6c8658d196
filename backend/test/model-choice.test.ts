import type { CatalogueModel, CatalogueTaskType } from '@atelier/shared/contracts/catalogue';
import { expect, test } from 'vitest';
import { ConfigError } from '../src/config.ts';
import { TaskClient } from './task-client.ts';
import { makeOperator, openTestStudio, type TestStudio } from './test-studio.ts';

type Environment = Readonly<Record<string, string>>;
const KIE = { AI_PROVIDER_KIE_API_KEY: 'key-of-kie', APP_URL: 'https://studio.example.com' };
const POLLO = { AI_PROVIDER_POLLO_API_KEY: 'key-of-pollo' };

/** Nobody works, so only the choice is made. No order here names a model. */
async function open(environment: Environment = {}) {
  const studio = await openTestStudio({ work: false, environment });
  const client = new TaskClient(studio, await studio.user(1000));
  const order = async (taskType: string, parameters: object) =>
    (await client.create({ fields: { taskType, parameters: JSON.stringify(parameters) } })).body;
  return { studio, client, order };
}

const modelOf = ({ parts }: TestStudio, slug: string) => parts.models.get(slug)?.model;

test('a picture with a prompt goes to a model that takes pictures, not to the cheapest that takes none', async () => {
  const { studio, order } = await open(KIE);
  const { data } = await order('generate', { prompt: 'Put the mug on a table' });
  expect(modelOf(studio, data.model)?.inputs.max).toBeGreaterThan(0);
  expect(data.inputs).toHaveLength(1);
});

test('an order without pictures goes to a model that asks for none', async () => {
  const { studio, client } = await open(KIE);
  const answer = await client
    .send('post', '/api/tasks')
    .send({ taskType: 'generate', parameters: { prompt: 'A mug' } });
  expect(answer.body.code).toBeUndefined();
  expect(modelOf(studio, answer.body.data.model)?.inputs.min).toBe(0);
});

test('a quote chooses as the order does', async () => {
  const { client, order } = await open(KIE);
  const parameters = { prompt: 'Put the mug on a table' };
  const quote = await client
    .send('post', '/api/quotes')
    .send({ taskType: 'generate', parameters, inputCount: 1 });
  expect(quote.body.data.model).toBe((await order('generate', parameters)).data.model);
});

test('the documented word for color enhancement is understood by the model of this server', async () => {
  const { order } = await open();
  const vivid = (await order('color_enhancement', { enhancement: 'vivid' })).data;
  expect(vivid).toMatchObject({ model: 'local-color-enhancement', parameters: { mode: 'vivid' } });
  expect(vivid.parameters).not.toHaveProperty('enhancement');
  expect((await order('color_enhancement', { enhancement: 'natural' })).data.parameters).toMatchObject({
    mode: 'auto_levels',
  });
  // Two words for one setting contradict each other.
  expect((await order('color_enhancement', { enhancement: 'vivid', mode: 'soft' })).code).toBe(
    'parameters_invalid',
  );
});

test('a look in free words goes to a model that works by words, a known one stays here', async () => {
  const { order } = await open(KIE);
  const free = (await order('style_transfer', { style: 'oil painting' })).data;
  expect(free.provider).toBe('kie');
  expect(free.parameters.prompt).toContain('with oil painting style');
  expect((await order('style_transfer', { style: 'watercolor' })).data.model).toBe('local-style-transfer');
});

test('a setting that words would not carry is refused rather than lost at a vendor', async () => {
  const { order } = await open(KIE);
  for (const [taskType, parameters] of [
    ['background_removal', { background: 'wihte' }],
    ['style_transfer', { style: 7 }],
  ] as const) {
    expect((await order(taskType, parameters)).code).toBe('parameters_invalid');
  }
});

test('when no model takes the order, the refusal says what to change', async () => {
  const bare = await open();
  const { code, errors } = await bare.order('style_transfer', { style: 'oil painting' });
  expect(code).toBe('parameters_invalid');
  expect(errors).toEqual([expect.objectContaining({ field: 'style' })]);
  const dramatic = await bare.order('color_enhancement', { enhancement: 'dramatic' });
  expect(dramatic.errors).toEqual([expect.objectContaining({ field: 'mode' })]);
  expect((await bare.order('generate', { prompt: 'A mug' })).code).toBe('model_unavailable');

  // The prompt is empty; that the cheapest model takes no picture is beside the point.
  const { order } = await open(KIE);
  const wordless = await order('generate', { prompt: '' });
  expect(wordless.code).toBe('parameters_invalid');
  expect(wordless.errors).toEqual([expect.objectContaining({ field: 'prompt' })]);
});

test('the picture door never orders a video', async () => {
  const withVideos = await open(POLLO);
  const ask = ({ client }: typeof withVideos) =>
    client.send('post', '/api/generate').send({ prompt: 'A mug on a table' });
  expect((await ask(withVideos)).body.code).toBe('model_unavailable');

  const withBoth = await open({ ...POLLO, ...KIE });
  const { body } = await ask(withBoth);
  const { data } = await withBoth.client
    .send('get', `/api/tasks/${body.taskId}`)
    .then((answer) => answer.body);
  expect(modelOf(withBoth.studio, data.model)?.outputType).toBe('image');
});

test('the preferred provider is chosen where it takes the order, and elsewhere another', async () => {
  const { client, order } = await open({ ...KIE, DEFAULT_AI_PROVIDER: 'kie' });
  expect((await order('style_transfer', { style: 'watercolor' })).data.provider).toBe('kie');
  expect((await order('style_transfer', { style: 'watercolor', strength: 50 })).data.provider).toBe('local');
  expect((await order('basic_clean', {})).data.provider).toBe('local');
  const recipes: CatalogueTaskType[] = (await client.send('get', '/api/task-types')).body.data;
  expect(recipes.find(({ slug }) => slug === 'style_transfer')?.defaultModel).toMatch(/^kie-/);
});

test('a vendor that would have to fetch pictures from a server nobody reaches is passed over', async () => {
  const parameters = { prompt: 'Put the mug on a table' };
  const alone = await open(POLLO);
  expect((await alone.order('generate', parameters)).code).toBe('inputs_not_public');
  const { order } = await open({ ...POLLO, AI_PROVIDER_KIE_API_KEY: 'key', DEFAULT_AI_PROVIDER: 'pollo' });
  expect((await order('generate', parameters)).data.provider).toBe('kie');
});

test('a preferred provider that nobody knows stops the start', async () => {
  await expect(openTestStudio({ environment: { DEFAULT_AI_PROVIDER: 'nobody' } })).rejects.toThrow(
    ConfigError,
  );
});

test('the order that operators give providers and models holds for lists and for the choice', async () => {
  const { studio, client, order } = await open({ ...KIE, AI_PROVIDER_REPLICATE_API_KEY: 'key' });
  const operator = new TaskClient(studio, await studio.user());
  await makeOperator(studio, operator.userId);
  const put = async (path: string, sortOrder: number) => {
    const answer = await operator.send('patch', `/api/admin/${path}`).send({ sortOrder });
    expect(answer.body.data.sortOrder).toBe(sortOrder);
  };
  const models = async (): Promise<CatalogueModel[]> => (await client.send('get', '/api/models')).body.data;
  const candidates = async (): Promise<readonly string[]> =>
    (await client.send('get', '/api/task-types')).body.data.find(
      ({ slug }: CatalogueTaskType) => slug === 'generate',
    ).models;
  const edit = () => order('generate', { prompt: 'Put the mug on a table' });
  const before = (await models()).map(({ slug }) => slug);

  await put('providers/replicate', -1);
  expect((await models())[0]?.provider).toBe('replicate');
  expect((await edit()).data.provider).toBe('replicate');
  await put('providers/replicate', 1);
  expect((await models()).at(-1)?.provider).toBe('replicate');
  expect((await edit()).data.provider).toBe('kie');

  // Among equals of one provider the model's own place counts; what is left equal keeps its order.
  await put('models/kie-nano-banana-edit', -5);
  expect((await models())[0]?.slug).toBe('kie-nano-banana-edit');
  expect((await candidates())[0]).toBe('kie-nano-banana-edit');
  expect((await edit()).data.model).toBe('kie-nano-banana-edit');
  await put('models/kie-nano-banana-edit', 0);
  await put('providers/replicate', 0);
  expect((await models()).map(({ slug }) => slug)).toEqual(before);
});
