import { expect, test } from 'vitest';
import { findViolations } from '../../backend/src/credits/ledger-invariants.ts';
import { createPicturePool } from '../../backend/src/pictures/worker-pool.ts';
import type { EmulatorOptions } from './options.ts';
import { hastyCatalogue } from './proof/proof-studio.ts';
import { openEmulatedStudio } from './studio-with-emulator.ts';
import { LIBRARY_VOICE } from './vendors/elevenlabs.ts';

async function open(emulator: Partial<EmulatorOptions> = {}) {
  const pictures = createPicturePool({ threads: 1 });
  return openEmulatedStudio({ pictures, credits: 1000, catalogue: await hastyCatalogue(), emulator });
}

test('OpenAI: a prompt, then an edit of its result, become stored pictures', async () => {
  const { client, emulator, order, studio } = await open({ maxPixels: null });
  const first = await order('openai-gpt-image-2.5-flare', {
    prompt: '一只杯子',
    quality: 'low',
    numberOfOutputs: 2,
  });
  const made = await client.ended(first.id);
  expect(made).toMatchObject({ status: 'completed', chargedCredits: 2, emulated: true });
  expect(made.results.map(({ width, height }) => [width, height])).toEqual([
    [1024, 1024],
    [1024, 1024],
  ]);
  const [picture] = made.results;
  const edit = await order('openai-gpt-image-2.5-flare', { prompt: 'on slate' }, [picture?.id ?? '']);
  expect(await client.ended(edit.id)).toMatchObject({ status: 'completed' });
  expect(emulator.counts('openai').accepted).toBe(2);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('Stability AI: at once and as a job, with a picture and without', async () => {
  const { client, order, studio } = await open();
  const core = await client.ended(
    (await order('stability-core', { prompt: 'a mug', aspectRatio: '16:9' })).id,
  );
  expect(core).toMatchObject({ status: 'completed', chargedCredits: 5 });
  const input = [core.results[0]?.id ?? ''];
  for (const [model, parameters] of [
    ['stability-sd3.5-medium', { prompt: 'on slate', strength: 0.4 }],
    ['stability-upscale-creative', { prompt: 'a mug' }],
    ['stability-replace-background', { backgroundPrompt: 'a beach' }],
  ] as const) {
    const task = await client.ended((await order(model, parameters, input)).id);
    expect(task, model).toMatchObject({ status: 'completed', errorCode: null });
  }
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('ElevenLabs: a text becomes a recording that can be played, and its voices can be listed', async () => {
  const { client, order } = await open();
  const voices = (await client.send('get', '/api/models/elevenlabs-tts/options/voiceId')).body.data;
  expect(voices).toContainEqual({ value: 'EmulatedChineseVoice', label: '晓雨 (female, zh)' });
  const { id, priceCredits } = await order('elevenlabs-tts', { text: '你好，世界', outputFormat: 'wav' });
  expect(priceCredits).toBe(2);
  const task = await client.ended(id);
  expect(task.results[0]).toMatchObject({ contentType: 'audio/wav', name: 'speech.wav' });
});

test('ElevenLabs: a voice above the plan fails its own order and shuts nobody else out', async () => {
  const { client, order, studio } = await open();
  const refused = await client.ended(
    (await order('elevenlabs-tts', { text: 'hello', voiceId: LIBRARY_VOICE })).id,
  );
  expect(refused).toMatchObject({ status: 'failed', errorCode: 'vendor_voice_refused', chargedCredits: 0 });
  expect(studio.parts.connections.whyUnavailable('elevenlabs', 'elevenlabs-tts')).toBeNull();
  expect(await client.ended((await order('elevenlabs-tts', { text: 'hello' })).id)).toMatchObject({
    status: 'completed',
  });
});

test.each([
  ['openai-gpt-image-2.5-flare', 'prompt'],
  ['stability-core', 'prompt'],
  ['elevenlabs-tts', 'text'],
])('%s: each trouble has its own end, and none is charged', async (model, field) => {
  const { client, emulator, order, studio } = await open();
  const endOf = async (fault: string) =>
    client.ended((await order(model, { [field]: `a mug [[fault:${fault}]]` })).id);
  expect(await endOf('429')).toMatchObject({ status: 'completed' });
  const accepted = emulator.counts(model.split('-')[0] ?? '').accepted;
  for (const [fault, errorCode] of [
    ['400', 'vendor_rejected'],
    ['refused', 'vendor_content_refused'],
    ['cut-after-accept', 'vendor_outcome_unknown'],
  ] as const) {
    expect(await endOf(fault), fault).toMatchObject({ status: 'failed', errorCode, chargedCredits: 0 });
  }
  // What was accepted and then cut is never ordered again.
  expect(emulator.counts(model.split('-')[0] ?? '').accepted).toBe(accepted + 1);
  expect(await studio.parts.losses.countOpen()).toBe(1);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});
