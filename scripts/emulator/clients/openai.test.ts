import OpenAI, { toFile } from 'openai';
import sharp from 'sharp';
import { expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../server.ts';

// The vendor's own client, as published, accepts the emulator for the real thing.

const MODEL = 'gpt-image-2.6-flare';

async function open(apiKey = 'sk-emulated') {
  const emulator = await startEmulator({ maxPixels: null });
  onTestFinished(() => emulator.stop());
  const client = new OpenAI({ apiKey, baseURL: `${emulator.url}/openai`, maxRetries: 0 });
  return { emulator, client };
}

const picture = async (name: string, width = 256) => {
  const bytes = await sharp({ create: { width, height: width, channels: 4, background: 'teal' } })
    .png()
    .toBuffer();
  return toFile(bytes, name, { type: 'image/png' });
};

async function sizesOf(data: OpenAI.Images.Image[] | undefined): Promise<string[]> {
  return Promise.all(
    (data ?? []).map(async ({ b64_json }) => {
      const { format, width, height } = await sharp(Buffer.from(b64_json ?? '', 'base64')).metadata();
      return `${format} ${width}x${height}`;
    }),
  );
}

test('makes as many pictures as asked for, in the size asked for', async () => {
  const { client, emulator } = await open();
  const { data } = await client.images.generate({
    model: MODEL,
    prompt: 'a red mug',
    n: 2,
    size: '1536x1024',
  });
  expect(await sizesOf(data)).toEqual(['png 1536x1024', 'png 1536x1024']);
  expect(emulator.counts('openai').accepted).toBe(1);
});

test('edits several pictures with a mask', async () => {
  const { client } = await open();
  const { data } = await client.images.edit({
    model: MODEL,
    prompt: 'on a slate table',
    image: [await picture('one.png'), await picture('two.png', 128)],
    mask: await picture('mask.png'),
    size: '1024x1024',
  });
  expect(await sizesOf(data)).toEqual(['png 1024x1024']);
});

test('lists its models', async () => {
  const { client } = await open();
  const { data } = await client.models.list();
  expect(data.map(({ id }) => id)).toContain(MODEL);
});

test.each([
  ['429', OpenAI.RateLimitError, 'rate_limit_exceeded'],
  ['402', OpenAI.RateLimitError, 'insufficient_quota'],
  ['400', OpenAI.BadRequestError, 'invalid_value'],
  ['500', OpenAI.InternalServerError, null],
  ['refused', OpenAI.BadRequestError, 'moderation_blocked'],
] as const)('raises its own error class for %s', async (fault, errorClass, code) => {
  const { client } = await open();
  const wish = { model: MODEL, prompt: `a mug [[fault:${fault}]]` };
  const error = await client.images.generate(wish).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(errorClass);
  expect(error).toMatchObject({ code });
});

test('raises its own error class for a wrong key', async () => {
  const { client } = await open('bad-key');
  const asked = client.images.generate({ model: MODEL, prompt: 'a mug' });
  await expect(asked).rejects.toBeInstanceOf(OpenAI.AuthenticationError);
});
