import { ElevenLabsClient, ElevenLabsError } from '@elevenlabs/elevenlabs-js';
import { expect, onTestFinished, test } from 'vitest';
import { startEmulator } from '../server.ts';

// The vendor's own client, as published, accepts the emulator for the real thing.

const MODEL = 'eleven_flash_v2_5';

async function open(apiKey = 'sk_emulated') {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  const client = new ElevenLabsClient({ apiKey, baseUrl: `${emulator.url}/elevenlabs`, maxRetries: 0 });
  return { emulator, client };
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) pieces.push(piece);
  return Buffer.concat(pieces);
}

test('lists voices and models, and speaks with one of each', async () => {
  const { client, emulator } = await open();
  const { voices } = await client.voices.search();
  const models = await client.models.list();
  expect(models.map(({ modelId }) => modelId)).toContain(MODEL);
  const sound = await client.textToSpeech.convert(String(voices[0]?.voiceId), {
    text: 'A red mug on a table.',
    modelId: MODEL,
    outputFormat: 'mp3_44100_128',
  });
  const bytes = await bytesOf(sound);
  expect(bytes.subarray(0, 3).toString('latin1') === 'ID3' || bytes[0] === 0xff).toBe(true);
  expect(bytes.length).toBeGreaterThan(1000);
  expect(emulator.counts('elevenlabs').accepted).toBe(1);
});

test('reads the subscription', async () => {
  const { client } = await open();
  expect(await client.user.subscription.get()).toMatchObject({ characterLimit: 100_000 });
});

test.each([
  ['400', 400],
  ['429', 429],
  ['500', 500],
] as const)('raises its own error for %s', async (fault, statusCode) => {
  const { client } = await open();
  const text = `A mug. [[fault:${fault}]]`;
  const error = await client.textToSpeech
    .convert('21m00Tcm4TlvDq8ikWAM', { text, modelId: MODEL })
    .catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ElevenLabsError);
  expect(error).toMatchObject({ statusCode });
});

test('raises its own error for a wrong key', async () => {
  const { client } = await open('bad-key');
  await expect(client.voices.search()).rejects.toMatchObject({ statusCode: 401 });
});
