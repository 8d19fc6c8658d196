import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { findViolations } from '../../backend/src/credits/ledger-invariants.ts';
import { createPicturePool } from '../../backend/src/pictures/worker-pool.ts';
import { eventually } from '../../backend/test/test-studio.ts';
import { openEmulatedStudio } from './studio-with-emulator.ts';

/** An emulated studio that its vendors can reach, and the seconds from an order to its end. */
async function open() {
  let serve: RequestListener = (_request, response) => void response.writeHead(503).end();
  const server = createServer((incoming, response) => serve(incoming, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const APP_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const pictures = createPicturePool({ threads: 1 });
  const emulated = await openEmulatedStudio({
    pictures,
    environment: { APP_URL },
    emulator: { runMs: 1500 },
  });
  serve = emulated.studio.app;
  const { client, order } = emulated;
  const run = async (model: string, parameters: Record<string, unknown>) => {
    const startedAt = performance.now();
    const task = await client.ended((await order(model, parameters)).id, 30_000);
    return { task, seconds: (performance.now() - startedAt) / 1000 };
  };
  const outcomes = async (): Promise<Record<string, number>> => {
    const text = await (await fetch(`${APP_URL}/metrics`)).text();
    const lines = [...text.matchAll(/^vendor_callbacks_total\{provider="(\w+)",outcome="(\w+)"\} (\d+)$/gm)];
    return Object.fromEntries(lines.map(([, , outcome, count]) => [outcome, Number(count)]));
  };
  return { ...emulated, run, outcomes };
}

// The intervals are the catalogue's own: 10 s between two questions for Kie's videos, 20 s for Replicate's.
test.each([
  ['kie-veo3-fast', 'kie', 10],
  ['replicate-minimax', 'replicate', 20],
  ['pollo-veo3-fast', 'pollo', 10],
])(
  'a signed callback ends a task of %s long before the next question is due',
  async (model, provider, interval) => {
    const { run, outcomes, emulator, studio } = await open();
    const { task, seconds } = await run(model, { prompt: 'waves at night' });
    expect(task).toMatchObject({ status: 'completed', provider, chargedCredits: task.priceCredits });
    expect(seconds).toBeGreaterThan(1.5);
    expect(seconds).toBeLessThan(interval / 2);
    expect(await outcomes()).toEqual({ sooner: 1 });
    expect(emulator.counts(provider)).toMatchObject({ accepted: 1, callbacks: 1 });
    expect(await findViolations(studio.parts.database.read)).toEqual([]);
  },
);

test('without a callback, and with a forged one, the task waits for its next question and ends as well', async () => {
  const { run, outcomes, emulator } = await open();
  const [missing, forged] = await Promise.all([
    run('kie-veo3-fast', { prompt: 'waves [[fault:callback-missing]]' }),
    run('kie-veo3-fast', { prompt: 'waves [[fault:callback-forged]]' }),
  ]);
  for (const { task, seconds } of [missing, forged]) {
    expect(task).toMatchObject({ status: 'completed' });
    expect(seconds).toBeGreaterThan(9);
  }
  expect(await outcomes()).toEqual({ unverified: 1 });
  expect(emulator.counts('kie').callbacks).toBe(1);
});

test('a callback that comes twice settles nothing twice', async () => {
  const { run, outcomes, emulator, studio } = await open();
  const { task } = await run('kie-veo3-fast', { prompt: 'waves [[fault:callback-twice]]' });
  expect(task).toMatchObject({ status: 'completed' });
  await eventually(async () => emulator.counts('kie').callbacks === 2);
  const counted = await outcomes();
  expect(counted).toMatchObject({ sooner: expect.any(Number) });
  expect(Object.values(counted).reduce((sum, count) => sum + count, 0)).toBe(2);
  const entries = await studio.parts.database.read
    .selectFrom('credit_transactions')
    .select('transaction_type')
    .where('task_id', '=', task.id)
    .execute();
  expect(entries.map(({ transaction_type }) => transaction_type)).toEqual(['hold', 'settle']);
});
