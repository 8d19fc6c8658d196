import type { CatalogueModel, CatalogueTaskType } from '@atelier/shared/contracts/catalogue';
import type { ProviderModel } from '@atelier/shared/contracts/provider';
import { expect, test } from 'vitest';
import type { ProviderAdapter } from '../src/providers/adapter.ts';
import { type Catalogue, loadCatalogue } from '../src/providers/catalogue.ts';
import { bearer } from '../src/providers/connection.ts';
import { failure } from '../src/providers/read-failure.ts';
import { FakePictures } from './fake-pictures.ts';
import { TaskClient } from './task-client.ts';
import { makeOperator, openTestStudio, type TestStudio } from './test-studio.ts';

/** A vendor whose calls never leave the house; what its start says is the test's choice. */
function vendorAdapter(start: () => ReturnType<ProviderAdapter['readStart']>): ProviderAdapter {
  return {
    slug: 'acme',
    isRepeatable: true,
    maxConcurrent: 4,
    limitPer: 'installation',
    connection: {
      label: { en: 'Acme', 'zh-CN': '艾克美' },
      website: 'https://acme.example',
      endpoint: 'https://api.acme.example',
      authorize: bearer,
    },
    start: () => ({ kind: 'local', jobs: [] }),
    readStart: start,
  };
}

async function open(start: () => ReturnType<ProviderAdapter['readStart']> = () => refused) {
  const real = await loadCatalogue();
  const adapter = vendorAdapter(start);
  const catalogue: Catalogue = new Map(
    [...real].map(([slug, entry]) => [
      slug,
      slug === 'local-basic-clean' ? { ...entry, provider: adapter } : entry,
    ]),
  );
  const studio = await openTestStudio({ catalogue, pictures: new FakePictures() });
  const operator = new TaskClient(studio, await studio.user());
  await makeOperator(studio, operator.userId);
  return { studio, operator, client: new TaskClient(studio, await studio.user(50)) };
}
const refused = { kind: 'failed', failure: failure('rejected', 'no') } as const;

const KEY = 'sk-acme-0123456789abcdef';
const change = (operator: TaskClient, body: object) =>
  operator.send('patch', '/api/admin/providers/acme').send(body);
const acme = async (operator: TaskClient) =>
  (await operator.send('get', '/api/admin/providers/acme')).body.data;
const isAvailable = async ({ parts }: TestStudio) =>
  (await parts.catalogue.models()).find(({ slug }) => slug === 'local-basic-clean')?.available;

test('a model of a vendor is there once its provider has a key, and goes when it is switched off', async () => {
  const { studio, operator, client } = await open();
  expect(await isAvailable(studio)).toBe(false);
  const early = await client.create();
  expect(early.body.code).toBe('model_unavailable');
  expect((await change(operator, { apiKey: KEY })).status).toBe(200);
  expect(await isAvailable(studio)).toBe(true);
  await change(operator, { isActive: false });
  expect(await isAvailable(studio)).toBe(false);
  await change(operator, { isActive: true });
  const model = operator.send('patch', '/api/admin/models/local-basic-clean');
  expect((await model.send({ isActive: false })).body.data).toMatchObject({
    isActive: false,
    available: false,
  });
});

test('keys go in and never come out, are sealed in the database, and can be taken back', async () => {
  const { studio, operator } = await open();
  const changed = await change(operator, { apiKey: KEY, callbackSecret: 'whsec_0123456789abcdef' });
  expect(changed.body.data.key).toEqual({ source: 'record', hint: 'cdef' });
  const all = JSON.stringify([await acme(operator), changed.body, await studio.parts.providerDesk.list()]);
  expect(all).not.toContain(KEY);
  expect(all).not.toContain('whsec_0123456789abcdef');
  const row = await studio.parts.database.read
    .selectFrom('ai_providers')
    .selectAll()
    .where('slug', '=', 'acme')
    .executeTakeFirstOrThrow();
  expect(JSON.stringify(row)).not.toContain(KEY);
  expect(studio.parts.connections.find('acme')).toMatchObject({ key: KEY });
  expect((await change(operator, { apiKey: null })).body.data.key).toEqual({ source: 'none', hint: null });
  expect(studio.parts.connections.find('acme')?.key).toBeNull();
});

test("an address inside the house, or without encryption, needs the operator's word for it", async () => {
  const { studio, operator } = await open();
  for (const endpoint of ['http://api.acme.example', 'https://10.0.0.5/v1', 'https://gpu.internal']) {
    expect((await change(operator, { endpoint })).body.code).toBe('url_refused');
    const allowed = await change(operator, { endpoint, allowsPrivateAddress: true });
    expect(allowed.body.data).toMatchObject({ endpoint, allowsPrivateAddress: true });
    expect(studio.parts.connections.find('acme')).toMatchObject({ endpoint, allowsPrivateAddress: true });
    // The word cannot be taken back while the address stays.
    expect((await change(operator, { allowsPrivateAddress: false })).body.code).toBe('url_refused');
    expect((await change(operator, { name: 'Acme inside' })).status).toBe(200);
    await change(operator, { endpoint: null, allowsPrivateAddress: false });
  }
  expect((await change(operator, { endpoint: 'https://eu.acme.example' })).status).toBe(200);
});

test('a stored key never follows the address to another host: that takes a key in the same request', async () => {
  const { studio, operator } = await open();
  const { connections } = studio.parts;
  await change(operator, { apiKey: KEY });
  expect((await change(operator, { endpoint: 'https://api.acme.example/v2' })).status).toBe(200);
  const stranger = 'https://listener.example';
  const refusedChange = await change(operator, { endpoint: stranger });
  expect(refusedChange.status).toBe(409);
  expect(refusedChange.body.code).toBe('provider_key_needed');
  // Another port or scheme is another origin.
  const asHttp = { endpoint: 'http://api.acme.example', allowsPrivateAddress: true };
  expect((await change(operator, asHttp)).body.code).toBe('provider_key_needed');
  expect(connections.find('acme')).toMatchObject({ endpoint: 'https://api.acme.example/v2', key: KEY });

  expect((await change(operator, { endpoint: stranger, apiKey: 'sk-of-the-stranger' })).status).toBe(200);
  expect(connections.find('acme')).toMatchObject({ endpoint: stranger, key: 'sk-of-the-stranger' });
  // The same on the way back; removing the stored key is an answer, too.
  expect((await change(operator, { endpoint: null })).body.code).toBe('provider_key_needed');
  expect((await change(operator, { endpoint: null, apiKey: null })).status).toBe(200);
  expect(connections.find('acme')).toMatchObject({ endpoint: 'https://api.acme.example', key: null });
});

test("the environment's key goes to the environment's address and to the vendor alone", async () => {
  const environment = { OPENAI_API_KEY: KEY, OPENAI_BASE_URL: 'https://gateway.example/v1' };
  const studio = await openTestStudio({ pictures: new FakePictures(), environment });
  const operator = new TaskClient(studio, await studio.user());
  await makeOperator(studio, operator.userId);
  const { connections } = studio.parts;
  const changeOpenAi = (body: object) => operator.send('patch', '/api/admin/providers/openai').send(body);
  expect((await changeOpenAi({ endpoint: 'https://listener.example' })).body.code).toBe(
    'provider_key_needed',
  );
  const without = await changeOpenAi({ endpoint: 'https://listener.example', apiKey: null });
  expect(without.body.data.key).toEqual({ source: 'none', hint: null });
  expect(connections.find('openai')).toMatchObject({ endpoint: 'https://listener.example', key: null });
  // A record that says so without any request is not believed either.
  await connections.write('openai', { api_endpoint: 'https://other-listener.example' });
  expect(connections.find('openai')?.key).toBeNull();
  for (const endpoint of ['https://api.openai.com/v1', null]) {
    expect((await changeOpenAi({ endpoint })).body.data.key.source).toBe('environment');
    expect(connections.find('openai')?.key).toBe(KEY);
  }
});

test('a provider is called by its names in both languages until an operator gives it another one', async () => {
  const { operator } = await open();
  expect((await change(operator, {})).body.data).toMatchObject({ label: { en: 'Acme', 'zh-CN': '艾克美' } });
  const renamed = await change(operator, { name: 'Our gateway' });
  expect(renamed.body.data.label).toEqual({ en: 'Our gateway', 'zh-CN': 'Our gateway' });
  const again = await change(operator, { name: 'Acme' });
  expect(again.body.data.label).toEqual({ en: 'Acme', 'zh-CN': '艾克美' });
});

test('people see a provider under the name that its operator has given it', async () => {
  const { operator, client } = await open();
  const shown = async () =>
    (await client.send('get', '/api/models/local-basic-clean')).body.data.providerLabel;
  expect(await shown()).toEqual({ en: 'Acme', 'zh-CN': '艾克美' });
  await change(operator, { name: 'Our gateway' });
  expect(await shown()).toEqual({ en: 'Our gateway', 'zh-CN': 'Our gateway' });
  const models: CatalogueModel[] = (await client.send('get', '/api/models')).body.data;
  const labelOf = (provider: string) =>
    models.find((one) => one.provider === provider)?.providerLabel['zh-CN'];
  expect([labelOf('local'), labelOf('tuzi')]).toEqual(['本服务器', '兔子 API（TuZi）']);
});

test('a sealed key that was put into another record does not open there', async () => {
  const { studio, operator } = await open();
  await change(operator, { apiKey: KEY });
  const { connections } = studio.parts;
  const stolen = connections.row('acme')?.api_key_sealed ?? null;
  await connections.write('local', { api_key_sealed: stolen });
  await connections.write('acme', { api_key_sealed: null });
  const own = connections.row('local')?.id ?? '';
  expect(() => studio.parts.seals.open(stolen ?? '', `provider:${own}:key`)).toThrow(/broken/);
  expect(connections.find('acme')?.key).toBeNull();
});

test('five failures in a row take a provider out of the choice; one good answer brings it back', async () => {
  const { studio, operator } = await open();
  await change(operator, { apiKey: KEY });
  const { connections } = studio.parts;
  for (let index = 0; index < 5; index += 1) await connections.noteAnswer('acme', 'unavailable');
  expect(await isAvailable(studio)).toBe(false);
  expect((await acme(operator)).circuit).toMatchObject({ state: 'open', reason: 'unavailable' });
  await connections.noteAnswer('acme', null);
  expect((await acme(operator)).circuit).toMatchObject({ state: 'closed', reason: null });
  expect(await isAvailable(studio)).toBe(true);
});

test('a refused key fails the task, refunds it and stops further orders until there is a new key', async () => {
  const { studio, operator, client } = await open(() => ({
    kind: 'failed',
    failure: failure('bad_key', 'HTTP 401'),
  }));
  await change(operator, { apiKey: KEY });
  const task = await client.ended((await client.createTask()).id);
  expect(task).toMatchObject({ status: 'failed', errorCode: 'vendor_key_refused', chargedCredits: 0 });
  expect(await isAvailable(studio)).toBe(false);
  const shown = await acme(operator);
  expect(shown.circuit.state).toBe('open');
  expect(shown.figures).toMatchObject({
    ended: 1,
    successRate: 0,
    lastError: { code: 'vendor_key_refused' },
  });
  await change(operator, { apiKey: `${KEY}2` });
  expect(await isAvailable(studio)).toBe(true);
});

test('what is not available says why, to people and to operators, from what is final to what passes', async () => {
  const { studio, operator, client } = await open();
  const { connections } = studio.parts;
  const reasons = async () => {
    const [model, recipes, provider, models] = await Promise.all([
      client.send('get', '/api/models/local-basic-clean'),
      client.send('get', '/api/task-types'),
      acme(operator),
      operator.send('get', '/api/admin/models'),
    ]);
    const bySlug = (list: { slug: string; unavailableReason: string | null }[], slug: string) =>
      list.find((one) => one.slug === slug)?.unavailableReason;
    return new Set([
      model.body.data.unavailableReason,
      bySlug(recipes.body.data, 'basic_clean'),
      provider.unavailableReason,
      bySlug(models.body.data, 'local-basic-clean'),
    ]);
  };
  const patchModel = (body: object) =>
    operator.send('patch', '/api/admin/models/local-basic-clean').send(body);

  expect(await reasons()).toEqual(new Set(['no_key']));
  await change(operator, { isActive: false });
  expect(await reasons()).toEqual(new Set(['provider_off']));
  await patchModel({ isActive: false });
  expect(await reasons()).toEqual(new Set(['switched_off']));
  await patchModel({ isActive: true });
  await change(operator, { isActive: true, apiKey: KEY });
  expect(await reasons()).toEqual(new Set([null]));
  for (let index = 0; index < 5; index += 1) await connections.noteAnswer('acme', 'unavailable');
  expect(await reasons()).toEqual(new Set(['circuit_open']));
});

test('a model that lacks its setting names it, and its provider is not called ready', async () => {
  const studio = await openTestStudio({ environment: { AI_PROVIDER_RUNNINGHUB_API_KEY: 'key' } });
  const operator = new TaskClient(studio, await studio.user());
  await makeOperator(studio, operator.userId);
  const list = async (path: string) => (await operator.send('get', path)).body.data;
  const models: ProviderModel[] = await list('/api/admin/models');
  expect(models.find(({ provider }) => provider === 'runninghub')).toMatchObject({
    available: false,
    unavailableReason: 'settings_missing',
    missingSetting: 'RUNNINGHUB_POSE12_WORKFLOW',
  });
  expect(await list('/api/admin/providers/runninghub')).toMatchObject({
    unavailableReason: 'settings_missing',
  });
  const retired = (await list('/api/models')).filter(({ life }: CatalogueModel) => life.state === 'retired');
  expect(retired.length).toBeGreaterThan(0);
  for (const model of retired) expect(model.unavailableReason).toBe('retired');
  // Of a recipe without any model, what is nearest to its end is told: a key can be given.
  const recipes: CatalogueTaskType[] = await list('/api/task-types');
  expect(recipes.find(({ slug }) => slug === 'generate')?.unavailableReason).toBe('no_key');
  expect(recipes.find(({ slug }) => slug === 'basic_clean')?.unavailableReason).toBeNull();
});

test('an operator changes a price by a percentage, and quote, order and page agree', async () => {
  const { studio, operator, client } = await open();
  const changed = await operator
    .send('patch', '/api/admin/models/local-style-transfer')
    .send({ pricePercent: 130 });
  // Two credits and thirty per cent, rounded up.
  expect(changed.body.data).toMatchObject({ pricePercent: 130, priceFrom: 3 });
  const quote = await client.send('post', '/api/quotes').send({ taskType: 'style_transfer' });
  expect(quote.body.data.credits).toBe(3);
  const task = await client.createTask({ fields: { taskType: 'style_transfer' } });
  expect(task.priceCredits).toBe(3);
  await client.ended(task.id);
  const models = (await operator.send('get', '/api/admin/models')).body.data;
  const used = models.find(({ slug }: { slug: string }) => slug === 'local-style-transfer');
  expect(used.usageCount).toBe(1);
  expect(studio.parts.connections.pricePercentOf('local-style-transfer')).toBe(130);
});

test('providers are for operators, unknown ones are not found, nonsense is refused', async () => {
  const { operator, client } = await open();
  expect((await client.send('get', '/api/admin/providers')).body.code).toBe('role_required');
  expect((await operator.send('get', '/api/admin/providers/nobody')).status).toBe(404);
  expect((await operator.send('patch', '/api/admin/models/nobody').send({ isActive: true })).status).toBe(
    404,
  );
  expect((await change(operator, { endpoint: 'file:///etc/passwd' })).status).toBe(400);
  expect((await change(operator, { pathPrefix: '../x' })).status).toBe(400);
  expect((await change(operator, { apiKey: 'x', color: 'red' })).status).toBe(400);
  expect((await operator.send('post', '/api/admin/providers/acme/test')).body.code).toBe(
    'provider_not_testable',
  );
});
