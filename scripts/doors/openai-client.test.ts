import OpenAI, { toFile } from 'openai';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { findViolations } from '../../backend/src/credits/ledger-invariants.ts';
import { createPicturePool } from '../../backend/src/pictures/worker-pool.ts';
import { makeKey } from '../../backend/test/api-key-client.ts';
import { listen } from '../../backend/test/doors/picture-server.ts';
import type { TestStudioOptions } from '../../backend/test/test-studio.ts';
import { openEmulatedStudio } from '../emulator/studio-with-emulator.ts';

// OpenAI's own client, with nothing changed but address and key, against a real port of a whole server.

async function open(options: TestStudioOptions & { credits?: number } = {}) {
  const emulated = await openEmulatedStudio({
    pictures: createPicturePool({ threads: 1 }),
    emulator: { maxPixels: null },
    ...options,
  });
  const { studio } = emulated;
  const baseURL = `${await listen(studio)}/v1`;
  const session = await studio.user(options.credits ?? 1000);
  const { secret, key } = await makeKey(studio, session);
  const clientOf = (apiKey: string) => new OpenAI({ baseURL, apiKey, maxRetries: 0 });
  return { ...emulated, session, key, clientOf, openai: clientOf(secret) };
}

/** A red mug on grey. */
const mug = () =>
  sharp({ create: { width: 320, height: 320, channels: 3, background: '#dddddd' } })
    .composite([
      {
        input: { create: { width: 140, height: 180, channels: 3, background: '#cc2222' } },
        left: 90,
        top: 70,
      },
    ])
    .png()
    .toBuffer();

const sizeOf = async (base64: string | undefined) => {
  const { width, height, format } = await sharp(Buffer.from(base64 ?? '', 'base64')).metadata();
  return [width, height, format];
};

test('makes pictures, by the name of a model that came and went, too', async () => {
  const { openai, studio, session } = await open();
  const made = await openai.images.generate({
    model: 'gpt-image-1',
    prompt: '一只杯子',
    n: 2,
    size: '1536x1024',
    quality: 'low',
  });
  expect(made).toMatchObject({ size: '1536x1024', quality: 'low', output_format: 'png' });
  expect(made.data).toHaveLength(2);
  expect(await sizeOf(made.data?.[1]?.b64_json)).toEqual([1536, 1024, 'png']);
  const { rows } = await studio.parts.reader.list(session.account.id, { limit: 10, offset: 0 });
  expect(rows).toHaveLength(1);
  expect(rows[0]).toMatchObject({ ai_model: 'openai-gpt-image-2.6-flare', status: 'completed' });

  const linked = await openai.images.generate({ model: 'dall-e-3', prompt: 'a mug', size: '1792x1024' });
  const picture = await fetch(linked.data?.[0]?.url ?? '');
  expect(picture.headers.get('content-type')).toBe('image/png');
  expect(linked.size).toBe('1536x1024');
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('edits pictures with several inputs and a mask, at a vendor and on this machine', async () => {
  const { openai, emulator } = await open();
  const picture = async (name: string) => toFile(await mug(), name, { type: 'image/png' });
  const mask = await toFile(
    await sharp({ create: { width: 320, height: 320, channels: 4, background: '#00000000' } })
      .png()
      .toBuffer(),
    'mask.png',
    { type: 'image/png' },
  );
  const edited = await openai.images.edit({
    model: 'gpt-image-1',
    image: [await picture('杯子.png'), await picture('b.png')],
    mask,
    prompt: 'on slate',
  });
  expect(await sizeOf(edited.data?.[0]?.b64_json)).toEqual([1024, 1024, 'png']);
  expect(emulator.counts('openai').accepted).toBe(1);
  const cut = await openai.images.edit({
    model: 'local-background-removal',
    image: await picture('mug.png'),
    prompt: '-',
    background: 'transparent',
  });
  expect(await sizeOf(cut.data?.[0]?.b64_json)).toEqual([320, 320, 'png']);
});

test('streams: one completed event per picture, and no partial ones where the model gives none', async () => {
  const { openai } = await open();
  const stream = await openai.images.generate({
    model: 'gpt-image-1',
    prompt: 'a mug',
    n: 2,
    stream: true,
    partial_images: 2,
  });
  const events = [];
  for await (const event of stream) events.push(event);
  expect(events.map(({ type }) => type)).toEqual(Array(2).fill('image_generation.completed'));
  expect(await sizeOf(events[0]?.b64_json)).toEqual([1024, 1024, 'png']);
  const edits = await openai.images.edit({
    ...{ model: 'local-background-removal', prompt: '-', stream: true },
    image: await toFile(await mug(), 'mug.png', { type: 'image/png' }),
  });
  for await (const event of edits) expect(event.type).toBe('image_edit.completed');
});

test('lists the models and reads one', async () => {
  const { openai } = await open();
  const ids = [];
  for await (const { id } of openai.models.list()) ids.push(id);
  expect(ids).toEqual(expect.arrayContaining(['gpt-image-1', 'local-background-removal', 'kie-4o-image']));
  expect(ids).not.toContain('kie-veo3-1');
  expect(await openai.models.retrieve('gpt-image-1')).toMatchObject({ object: 'model', owned_by: 'openai' });
});

test('a lost connection finds its picture again with the same key', async () => {
  const { openai, studio, session } = await open();
  const order = { model: 'gpt-image-1', prompt: 'a mug', quality: 'low' } as const;
  const leaving = new AbortController();
  const options = { idempotencyKey: 'shop-17', headers: { 'Idempotency-Key': 'shop-17' } };
  const lost = openai.images.generate(order, { ...options, signal: leaving.signal }).catch((error) => error);
  setTimeout(() => leaving.abort(), 50);
  expect(await lost).toBeInstanceOf(OpenAI.APIUserAbortError);
  const found = await openai.images.generate(order, options);
  expect(await sizeOf(found.data?.[0]?.b64_json)).toEqual([1024, 1024, 'png']);
  const { rows } = await studio.parts.reader.list(session.account.id, { limit: 10, offset: 0 });
  expect(rows).toHaveLength(1);
});

test('its error classes are raised for our errors', async () => {
  const { openai, clientOf, studio, session } = await open({ credits: 30 });
  const errorOf = (promise: Promise<unknown>) =>
    promise.then(
      () => undefined,
      (error: unknown) => error,
    );
  const generate = (fields: object, client = openai) =>
    errorOf(client.images.generate({ model: 'gpt-image-1', prompt: 'a mug', quality: 'low', ...fields }));

  const stranger = await generate({}, clientOf('sk-nobody'));
  expect(stranger).toBeInstanceOf(OpenAI.AuthenticationError);
  expect(stranger).toMatchObject({ status: 401, code: 'invalid_api_key', type: 'invalid_request_error' });
  const reading = (await makeKey(studio, session, { scopes: ['read'] })).secret;
  expect(await generate({}, clientOf(reading))).toBeInstanceOf(OpenAI.PermissionDeniedError);
  const unknown = await generate({ model: 'gpt-image-99' });
  expect(unknown).toBeInstanceOf(OpenAI.NotFoundError);
  expect(unknown).toMatchObject({ code: 'model_not_found' });
  expect(await errorOf(openai.models.retrieve('nobody'))).toBeInstanceOf(OpenAI.NotFoundError);
  const wrong = await generate({ quality: 'lovely' });
  expect(wrong).toBeInstanceOf(OpenAI.BadRequestError);
  expect(wrong).toMatchObject({ code: 'parameters_invalid', param: 'quality' });
  const refused = await generate({ prompt: 'x [[fault:refused]]' });
  expect(refused).toBeInstanceOf(OpenAI.BadRequestError);
  expect(refused).toMatchObject({ code: 'moderation_blocked', type: 'image_generation_user_error' });
  const poor = await generate({ quality: 'high', n: 10 });
  expect(poor).toBeInstanceOf(OpenAI.RateLimitError);
  expect(poor).toMatchObject({ code: 'insufficient_quota' });
  const again = { headers: { 'Idempotency-Key': 'one' } };
  await openai.images.generate({ model: 'gpt-image-1', prompt: 'a mug', quality: 'low' }, again);
  const other = openai.images.generate({ model: 'gpt-image-1', prompt: 'two mugs' }, again);
  expect(await errorOf(other)).toBeInstanceOf(OpenAI.ConflictError);
  const streamed = await openai.images.generate({
    ...{ model: 'gpt-image-1', prompt: 'x [[fault:refused]]', quality: 'low' },
    stream: true,
  });
  const broke = await errorOf(
    (async () => {
      for await (const _event of streamed) throw new Error('a picture came');
    })(),
  );
  expect(broke).toBeInstanceOf(OpenAI.APIError);
  expect(broke).toMatchObject({ code: 'moderation_blocked' });
  // Last, because a refused key takes its provider out of service.
  const broken = await generate({ prompt: 'x [[fault:401]]' });
  expect(broken).toBeInstanceOf(OpenAI.InternalServerError);
  expect(broken).toMatchObject({ code: 'vendor_key_refused', type: 'server_error' });
  // Failures cost nothing; the one picture that was made did.
  const { credits, held } = await studio.parts.credits.credits(session.account.id);
  const { rows } = await studio.parts.reader.list(session.account.id, { limit: 20, offset: 0 });
  const paid = rows.filter(({ charged_credits }) => Number(charged_credits) > 0);
  expect(paid.map(({ status }) => status)).toEqual(['completed']);
  expect([credits, held]).toEqual([30 - Number(paid[0]?.charged_credits), 0]);
});
