import Replicate, { type Prediction, validateWebhook } from 'replicate';
import { expect, onTestFinished, test } from 'vitest';
import type { EmulatorOptions } from '../options.ts';
import { startEmulator } from '../server.ts';
import { openReceiver } from './receiver.ts';

// The vendor's own client, as published, accepts the emulator for the real thing.

async function open(options: Partial<EmulatorOptions> = {}, auth = 'r8_emulated') {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  const client = new Replicate({ auth, baseUrl: `${emulator.url}/replicate`, useFileOutput: false });
  return { emulator, client };
}

const FLUX = 'black-forest-labs/flux-schnell';

test('runs a model, waits for it, and gets links to real pictures', async () => {
  const { client, emulator } = await open();
  const output = await client.run(FLUX, {
    input: { prompt: 'a red mug', num_outputs: 2, output_format: 'png' },
  });
  expect(output).toHaveLength(2);
  const [link] = output as string[];
  const answer = await fetch(String(link));
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(1, 4)
      .toString(),
  ).toBe('PNG');
  expect(emulator.counts('replicate').accepted).toBe(1);
});

test('creates, polls and cancels predictions', async () => {
  // It stays in line however slow the machine is.
  const { client, emulator } = await open({ queueMs: 60_000, runMs: 60_000 });
  const created = await client.predictions.create({ model: FLUX, input: { prompt: 'slow' } });
  expect(created.status).toBe('starting');
  const canceled = await client.predictions.cancel(created.id);
  expect(canceled.status).toBe('canceled');
  expect((await client.predictions.get(created.id)).status).toBe('canceled');
  expect((await client.predictions.list()).results).toHaveLength(1);
  expect(emulator.counts('replicate').canceled).toBe(1);
});

test('holds an answer until its time is up, and then tells that it goes on', async () => {
  const { client } = await open({ runMs: 60_000 });
  const held = await client.predictions.create({ model: FLUX, input: { prompt: 'x' }, wait: 1 });
  expect(held.status).toBe('processing');
});

test('takes a picture by upload and by data address', async () => {
  const { client } = await open();
  const picture = await (await fetch(String(await firstLink(client)))).arrayBuffer();
  const file = await client.files.create(Buffer.from(picture));
  expect(file).toMatchObject({ size: picture.byteLength, urls: { get: expect.stringMatching(/^http/) } });
  const edit = { prompt: 'make it blue', input_image: file.urls.get };
  expect(await client.run('black-forest-labs/flux-kontext-pro', { input: edit })).toMatch(/^http/);
  const inline = {
    ...edit,
    input_image: `data:image/webp;base64,${Buffer.from(picture).toString('base64')}`,
  };
  expect(await client.run('black-forest-labs/flux-kontext-pro', { input: inline })).toMatch(/^http/);
});

async function firstLink(client: Replicate): Promise<unknown> {
  const [link] = (await client.run(FLUX, { input: { prompt: 'a ground' } })) as string[];
  return link;
}

test('shows the input schema of a model, and video', async () => {
  const { client } = await open();
  const model = await client.models.get('minimax', 'video-01');
  const schema: unknown = model.latest_version?.openapi_schema;
  expect(schema).toMatchObject({ components: { schemas: { Input: { required: ['prompt'] } } } });
  const link = await client.run('minimax/video-01', { input: { prompt: 'waves' } });
  const answer = await fetch(String(link));
  expect(answer.headers.get('content-type')).toBe('video/mp4');
  expect(
    Buffer.from(await answer.arrayBuffer())
      .subarray(4, 8)
      .toString(),
  ).toBe('ftyp');
});

test.each([
  ['[[fault:402]]', 402, 'Insufficient credit'],
  ['[[fault:400]]', 422, 'validation failed'],
  ['[[fault:500x9]]', 500, 'Internal server error'],
])('the client understands %s', async (mark, status, words) => {
  const { client } = await open();
  const refused = client.predictions.create({ model: FLUX, input: { prompt: mark } });
  await expect(refused).rejects.toMatchObject({ response: { status } });
  await expect(refused).rejects.toThrow(words);
});

test('a bad key and inputs outside the schema are refused', async () => {
  const { client: stranger } = await open({}, 'bad-key');
  await expect(stranger.accounts.current()).rejects.toMatchObject({ response: { status: 401 } });
  const { client, emulator } = await open();
  expect(await client.accounts.current()).toMatchObject({ username: 'emulated' });
  const input = { prompt: 'x', output_format: 'gif', colour: 'red' };
  await expect(client.predictions.create({ model: FLUX, input })).rejects.toThrow('output_format');
  expect(emulator.counts('replicate').accepted).toBe(0);
});

test('the client repeats what was throttled, and gets it', async () => {
  const { client, emulator } = await open();
  const created = await client.predictions.create({ model: FLUX, input: { prompt: '[[fault:429]]' } });
  expect(created.status).toBe('starting');
  expect(emulator.counts('replicate')).toMatchObject({ accepted: 1, calls: 2 });
});

test('a refusal for content ends the prediction with the words of the filter', async () => {
  const { client } = await open();
  const run = client.run(FLUX, { input: { prompt: '[[fault:refused]]' } });
  await expect(run).rejects.toThrow('flagged as sensitive');
});

test('callbacks are signed so that the client believes them, and only those', async () => {
  const { client } = await open();
  const { key } = await client.webhooks.default.secret.get();
  const receiver = await openReceiver();
  const order = (prompt: string): Promise<Prediction> =>
    client.predictions.create({
      ...{ model: FLUX, input: { prompt }, webhook: `${receiver.url}/hook` },
      webhook_events_filter: ['completed'],
    });
  const isGenuine = (message: { body: string; headers: Headers }): Promise<boolean> =>
    validateWebhook(
      new Request(`${receiver.url}/hook`, { method: 'POST', body: message.body, headers: message.headers }),
      key,
    );
  const created = await order('a red mug');
  const first = await receiver.next();
  expect(JSON.parse(first.body)).toMatchObject({ id: created.id, status: 'succeeded' });
  expect(await isGenuine(first)).toBe(true);
  await order('[[fault:callback-forged]]');
  expect(await isGenuine(await receiver.next())).toBe(false);
  await order('[[fault:callback-twice]]');
  const [one, two] = [await receiver.next(), await receiver.next()];
  expect(one.headers.get('webhook-id')).toBe(two.headers.get('webhook-id'));
});
