import { expect, onTestFinished, test } from 'vitest';
import { createPicturePool } from '../../backend/src/pictures/worker-pool.ts';
import type { EmulatorOptions } from './options.ts';
import { hastyCatalogue } from './proof/proof-studio.ts';
import { RateWindow } from './rate-window.ts';
import { startEmulator } from './server.ts';
import { openEmulatedStudio } from './studio-with-emulator.ts';

async function open(options: Partial<EmulatorOptions> = {}) {
  const emulator = await startEmulator(options);
  onTestFinished(() => emulator.stop());
  const call = (path: string, body?: object, headers: Record<string, string> = {}) =>
    fetch(`${emulator.url}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: 'Bearer key', 'content-type': 'application/json', ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
  return { emulator, call };
}

const PICTURE = { model: 'gpt-image-2', prompt: 'a mug', size: '1024x1024' };
const KIE_ORDER = { model: 'google/nano-banana', input: { prompt: 'a mug' } };

test.each([
  ['500-after-accept', 500],
  ['504-after-accept', 504],
] as const)('%s: the order is taken, and the answer is an error in JSON', async (fault, status) => {
  const { emulator, call } = await open();
  const answer = await call('/openai/images/generations', PICTURE, { 'x-emulator-fault': fault });
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ error: { type: 'server_error' } });
  expect(emulator.counts('openai').accepted).toBe(1);
});

test('guard: a page of somebody in front, and the vendor hears nothing; the order goes well afterwards', async () => {
  const { emulator, call } = await open();
  const answer = await call('/openai/images/generations', PICTURE, { 'x-emulator-fault': 'guard' });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([403, 'text/html; charset=utf-8']);
  expect(emulator.counts('openai').accepted).toBe(0);
  const studio = await openStudio();
  const task = await studio.order('pollo-veo3-fast', { prompt: 'a mug [[fault:guard]]' });
  expect(await studio.client.ended(task.id)).toMatchObject({ status: 'completed' });
  expect(studio.emulator.counts('pollo').accepted).toBe(1);
});

test('Kie.ai takes 20 orders in ten seconds and answers ten questions a second, where rates are limited', async () => {
  const { emulator, call } = await open({ limitsRates: true });
  const codes: number[] = [];
  for (let index = 0; index < 22; index += 1)
    codes.push((await (await call('/kie/api/v1/jobs/createTask', KIE_ORDER)).json()).code);
  expect(codes.filter((code) => code === 429)).toHaveLength(2);
  expect(emulator.counts('kie').accepted).toBe(20);
  const asked = await Promise.all(
    Array.from({ length: 12 }, async () => (await call('/kie/api/v1/jobs/recordInfo?taskId=x')).json()),
  );
  expect(asked.filter(({ code }) => code === 429)).toHaveLength(2);
});

test('a window of calls slides', () => {
  const window = new RateWindow(2, 1000);
  expect([0, 1, 999, 1000, 1001, 1002].map((at) => window.admits(at))).toEqual([
    true,
    true,
    false,
    true,
    true,
    false,
  ]);
});

test.each(['B', 'C'])("Kling's work comes home in the relay's form %s, too", async (shape) => {
  const studio = await openStudio();
  const words = `it turns [[kling:${shape}]]`;
  const good = await studio.order('tuzi-kling-v2-6', { prompt: words });
  expect(await studio.client.ended(good.id)).toMatchObject({ status: 'completed', results: [{}] });
  const bad = await studio.order('tuzi-kling-v2-6', { prompt: `${words} [[fault:fails]]` });
  expect(await studio.client.ended(bad.id)).toMatchObject({
    status: 'failed',
    errorCode: 'vendor_generation_failed',
  });
});

async function openStudio() {
  const pictures = createPicturePool({ threads: 1 });
  return openEmulatedStudio({ pictures, credits: 10_000, catalogue: await hastyCatalogue() });
}
