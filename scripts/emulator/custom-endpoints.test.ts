import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { findViolations } from '../../backend/src/credits/ledger-invariants.ts';
import { createPicturePool } from '../../backend/src/pictures/worker-pool.ts';
import { TaskClient } from '../../backend/test/task-client.ts';
import { makeOperator, openTestStudio, type TestStudioOptions } from '../../backend/test/test-studio.ts';
import { startEmulator } from './server.ts';

const MODEL = {
  slug: 'dalle',
  vendorModel: 'dall-e-2',
  label: { en: 'Old and good', 'zh-CN': '经典' },
  credits: 3,
  sizes: ['256x256', '512x512'],
  maxOutputs: 4,
  edits: true,
};
const SLUG = 'custom-house-dalle';

async function fileWith(content: unknown): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-endpoints-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = path.join(folder, 'endpoints.json');
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

/** A studio with one endpoint of the operator's own, played by the stand-in for OpenAI, which is inside the house. */
async function open(change: object | ((address: string) => object) = {}, options: TestStudioOptions = {}) {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  const endpoint = {
    slug: 'house',
    label: 'House',
    endpoint: `${emulator.url}/openai`,
    models: [MODEL],
    ...(typeof change === 'function' ? change(emulator.url) : change),
  };
  const file = await fileWith({ endpoints: [endpoint] });
  const studio = await openTestStudio({
    pictures: createPicturePool({ threads: 1 }),
    environment: { CUSTOM_ENDPOINTS_FILE: file },
    ...options,
  });
  const payer = await studio.user(1000);
  const client = new TaskClient(studio, payer);
  const session = await studio.user();
  await makeOperator(studio, session.account.id);
  const operator = new TaskClient(studio, session);
  const set = (settings: object) =>
    operator.send('patch', '/api/admin/providers/custom-house').send(settings).expect(200);
  const order = async (parameters: object, inputAssetIds: readonly string[] = []) => {
    const body = { taskType: 'generate', model: SLUG, parameters, inputAssetIds };
    return (await client.send('post', '/api/tasks').send(body)).body;
  };
  return { emulator, studio, payer, client, operator, set, order };
}

test('an endpoint of the operator’s own is listed, priced, ordered, called and charged like any other', async () => {
  const { studio, client, operator, set, order, emulator } = await open();
  const listed = (await client.send('get', `/api/models/${SLUG}`)).body.data;
  expect(listed).toMatchObject({ label: MODEL.label, outputType: 'image', available: false });
  // Without a key, and before the operator allows an address inside, nothing goes there.
  expect((await order({ prompt: 'a mug' })).code).toBe('model_not_available');
  await set({ apiKey: 'a-key-of-the-house' });
  const refused = await client.ended((await order({ prompt: 'a mug' })).data.id);
  expect(refused).toMatchObject({ status: 'failed', chargedCredits: 0 });
  expect(emulator.counts('openai').calls).toBe(0);

  await set({ allowsPrivateAddress: true });
  const tested = await operator.send('post', '/api/admin/providers/custom-house/test');
  expect(tested.body.data).toMatchObject({ isGood: true });
  const { data } = await order({ prompt: 'a mug', size: '512x512', numberOfOutputs: 2 });
  expect(data).toMatchObject({ priceCredits: 6 });
  const task = await client.ended(data.id);
  expect(task).toMatchObject({ status: 'completed', chargedCredits: 6, provider: 'custom-house' });
  expect(task.results).toHaveLength(2);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('an endpoint that speaks Stability’s first contract makes, changes, filters and fails', async () => {
  const xl = { ...MODEL, vendorModel: 'stable-diffusion-xl-1024-v1-0', sizes: ['1024x1024', '1152x896'] };
  const { emulator, client, operator, studio, set, order } = await open((address) => ({
    contract: 'stability-v1',
    endpoint: `${address}/stability/v1`,
    models: [xl],
  }));
  await set({ apiKey: 'a-key-of-the-house', allowsPrivateAddress: true });
  const tested = await operator.send('post', '/api/admin/providers/custom-house/test');
  expect(tested.body.data).toMatchObject({ isGood: true });
  const made = await client.ended(
    (await order({ prompt: '一只杯子', size: '1152x896', numberOfOutputs: 2 })).data.id,
  );
  expect(made).toMatchObject({ status: 'completed', chargedCredits: 6 });
  expect(made.results).toHaveLength(2);
  // The stand-in draws smaller pictures of the ordered shape.
  for (const { width, height } of made.results) expect(Number(width) / Number(height)).toBeCloseTo(9 / 7, 1);
  const changed = await order({ prompt: 'on slate' }, [made.results[0]?.id ?? '']);
  expect(await client.ended(changed.data.id)).toMatchObject({ status: 'completed', chargedCredits: 3 });
  expect(emulator.counts('stability').accepted).toBe(2);

  const fewer = await order({ prompt: 'a mug [[fault:fewer]]', numberOfOutputs: 2 });
  expect(await client.ended(fewer.data.id)).toMatchObject({ status: 'completed', chargedCredits: 3 });
  for (const [fault, errorCode] of [
    ['filtered', 'vendor_content_refused'],
    ['fails', 'vendor_generation_failed'],
    ['402', 'vendor_credit_exhausted'],
  ]) {
    const task = await client.ended((await order({ prompt: `a mug [[fault:${fault}]]` })).data.id);
    expect(task, fault).toMatchObject({ status: 'failed', errorCode, chargedCredits: 0 });
  }
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('a server that asks for no key gets none', async () => {
  const { set, order, client, emulator } = await open({ needsKey: false });
  await set({ allowsPrivateAddress: true });
  // The stand-in is one that asks: it shows that no key came.
  const task = await client.ended((await order({ prompt: 'a mug' })).data.id);
  expect(task).toMatchObject({ status: 'failed', errorCode: 'vendor_key_refused' });
  expect(emulator.counts('openai').accepted).toBe(0);
});

test('what an endpoint made stays when it is taken out; it takes no more orders', async () => {
  const first = await open();
  await first.set({ apiKey: 'a-key-of-the-house', allowsPrivateAddress: true });
  const made = await first.client.ended((await first.order({ prompt: 'a mug' })).data.id);
  await first.studio.stop();
  const studio = await openTestStudio({ restartOf: first.studio });
  const client = new TaskClient(studio, first.payer);
  const task = await client.task(made.id);
  expect(task).toMatchObject({ status: 'completed', model: SLUG, chargedCredits: 3 });
  expect((await client.send('get', task.resultUrls[0] ?? '')).status).toBe(200);
  const again = await client
    .send('post', '/api/tasks')
    .send({ taskType: 'generate', model: SLUG, parameters: {} });
  expect([again.status, again.body.code]).toEqual([400, 'model_unknown']);
});

test.each<[string, unknown, RegExp]>([
  ['no JSON', '{', /is not JSON/],
  ['an unknown field', { endpoints: [], key: 'x' }, /key/],
  [
    'a slash at the end',
    { endpoints: [{ slug: 'a', label: 'A', endpoint: 'https://a.example/v1/', models: [MODEL] }] },
    /endpoints\.0\.endpoint: must have no query and no slash/,
  ],
  [
    'another protocol',
    { endpoints: [{ slug: 'a', label: 'A', endpoint: 'ftp://a.example', models: [MODEL] }] },
    /must begin with http/,
  ],
  [
    'no price',
    {
      endpoints: [
        { slug: 'a', label: 'A', endpoint: 'https://a.example', models: [{ ...MODEL, credits: 0 }] },
      ],
    },
    /models\.0\.credits/,
  ],
  [
    'words that its contract does not know',
    {
      endpoints: [
        {
          slug: 'a',
          label: 'A',
          endpoint: 'https://a.example',
          contract: 'stability-v1',
          models: [{ ...MODEL, sizes: ['auto'], qualities: ['high'] }],
        },
      ],
    },
    /models\.0\.qualities: this contract knows none; .*models\.0\.sizes: must be such as 1024x1024/,
  ],
  [
    'a slug twice',
    { endpoints: [{ slug: 'a', label: 'A', endpoint: 'https://a.example', models: [MODEL, MODEL] }] },
    /slug "custom-a-dalle" is taken/,
  ],
])('a file with %s stops the start and says why', async (_name, content, words) => {
  const CUSTOM_ENDPOINTS_FILE = await fileWith(content);
  await expect(openTestStudio({ environment: { CUSTOM_ENDPOINTS_FILE } })).rejects.toThrow(words);
});

test('a file that the environment names must be there; the one in the data folder need not', async () => {
  const missing = path.join(tmpdir(), 'nowhere', 'endpoints.json');
  const refused = openTestStudio({ environment: { CUSTOM_ENDPOINTS_FILE: missing } });
  await expect(refused).rejects.toThrow(/cannot be read/);
  const { parts } = await openTestStudio();
  expect([...parts.models.keys()].filter((slug) => slug.startsWith('custom-'))).toEqual([]);
});
