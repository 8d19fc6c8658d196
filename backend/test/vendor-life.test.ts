import { rm } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { findViolations } from '../src/credits/ledger-invariants.ts';
import { AppError } from '../src/lib/app-error.ts';
import type { Transport } from '../src/providers/transport.ts';
import { deliver, failed, finishedPicture, ONE_RESULT, openWithVendor as open } from './scripted-vendor.ts';
import { TaskClient } from './task-client.ts';
import { eventually, makeOperator } from './test-studio.ts';

test('accepted work is asked about until it is done, and the result is ours before it is charged', async () => {
  const { vendor, studio, client } = await open();
  const { id } = await client.createTask(ONE_RESULT);
  await eventually(async () => vendor.checks >= 3);
  expect(await client.task(id)).toMatchObject({
    status: 'processing',
    progress: 40,
    step: { key: 'waiting' },
  });
  const done = await deliver();
  vendor.check = () => done;
  const task = await client.ended(id);
  expect(task).toMatchObject({ status: 'completed', chargedCredits: 1 });
  expect(task.results).toHaveLength(1);
  expect(vendor.starts).toBe(1);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('an answer to a start that breaks its reader is an unknown outcome: refunded, a loss, never bought again', async () => {
  const { vendor, studio, client } = await open();
  vendor.start = () => {
    throw new TypeError('the answer holds what nobody expected');
  };
  const task = await client.ended((await client.createTask(ONE_RESULT)).id);
  expect(task).toMatchObject({
    status: 'failed',
    errorCode: 'vendor_outcome_unknown',
    chargedCredits: 0,
  });
  expect(vendor.starts).toBe(1);
  expect(await client.credits()).toMatchObject({ credits: 10, held: 0 });
  const losses = await studio.parts.database.read.selectFrom('vendor_losses').selectAll().execute();
  expect(losses).toMatchObject([{ task_id: task.id }]);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('an answer to a start that could not be kept here is an unknown outcome as well', async () => {
  let starts = 0;
  const transport: Transport = {
    send: async () => {
      starts += 1;
      throw new AppError('storage_full');
    },
    collect: () => Promise.reject(new Error('nothing was delivered')),
  };
  const { studio, client } = await open({ transport });
  const task = await client.ended((await client.createTask(ONE_RESULT)).id);
  expect(task).toMatchObject({ errorCode: 'vendor_outcome_unknown', chargedCredits: 0 });
  expect(starts).toBe(1);
  expect(await client.credits()).toMatchObject({ credits: 10, held: 0 });
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test.each(['rejected', 'outcome_unknown'] as const)(
  'a start that is %s ends the task, refunded, without a repeat',
  async (kind) => {
    const { vendor, client } = await open();
    const code = kind === 'rejected' ? 'vendor_rejected' : 'vendor_outcome_unknown';
    vendor.start = () => failed({ kind, code });
    const task = await client.ended((await client.createTask(ONE_RESULT)).id);
    expect(task).toMatchObject({ status: 'failed', errorCode: code, chargedCredits: 0 });
    expect(vendor.starts).toBe(1);
    expect(await client.credits()).toMatchObject({ credits: 10, held: 0 });
  },
);

test('a vendor that asks to come later is asked later, as often as it likes, and the task still ends well', async () => {
  const { vendor, client, studio } = await open();
  const done = await deliver();
  vendor.start = () =>
    vendor.starts < 8
      ? failed({ kind: 'rate_limited', code: 'vendor_rate_limited', retryAfterMs: 5 })
      : { kind: 'accepted', handle: { job: 'j1' }, checkAfterMs: 5 };
  vendor.check = () =>
    vendor.checks < 3 ? failed({ kind: 'unavailable', code: 'vendor_unavailable', retryAfterMs: 5 }) : done;
  const task = await client.ended((await client.createTask(ONE_RESULT)).id);
  expect(task).toMatchObject({ status: 'completed', retryCount: 0 });
  expect([vendor.starts, vendor.checks]).toEqual([8, 3]);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('a start that a crash cut short is not repeated blindly where a repeat would cost twice', async () => {
  const { vendor, studio, client } = await open({ isRepeatable: false });
  vendor.start = () => failed({ kind: 'rate_limited', code: 'vendor_rate_limited', retryAfterMs: 3_600_000 });
  const { id } = await client.createTask(ONE_RESULT);
  await eventually(async () => vendor.starts === 1 && (await client.task(id)).status === 'pending');
  // As a crash in the middle of the call leaves it: submitting is committed, the lease ran out, nothing is known.
  await studio.parts.database.transaction(async ({ query }) => {
    const past = new Date(Date.now() - 60_000).toISOString();
    const lost = {
      phase: 'submitting',
      status: 'processing',
      lease_token: 'dead',
      lease_until: past,
      due_at: past,
    } as const;
    await query
      .updateTable('ai_tasks')
      .set({ ...lost, start_count: 1 })
      .where('id', '=', id)
      .execute();
  });
  await studio.parts.sweeper.wakeDue();
  const task = await client.ended(id);
  expect(task).toMatchObject({ status: 'failed', errorCode: 'vendor_outcome_unknown', chargedCredits: 0 });
  expect(vendor.starts).toBe(1);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('a task past its deadline is asked about once more: a late result is taken, otherwise it fails and is refunded', async () => {
  const { vendor, studio, client } = await open();
  const [late, lost] = [await client.createTask(ONE_RESULT), await client.createTask(ONE_RESULT)];
  await eventually(async () => vendor.starts === 2 && vendor.checks > 2);
  const done = await deliver();
  const past = new Date(Date.now() - 1000).toISOString();
  await studio.parts.database.transaction(({ query }) =>
    query.updateTable('ai_tasks').set({ deadline_at: past }).where('id', '=', lost.id).execute(),
  );
  expect(await client.ended(lost.id)).toMatchObject({ status: 'failed', errorCode: 'task_deadline_passed' });
  vendor.check = () => done;
  await studio.parts.database.transaction(({ query }) =>
    query.updateTable('ai_tasks').set({ deadline_at: past }).where('id', '=', late.id).execute(),
  );
  expect(await client.ended(late.id)).toMatchObject({ status: 'completed' });
  expect(await client.credits()).toMatchObject({ credits: 9, held: 0 });
});

test('a delivery without any result is not charged', async () => {
  const { vendor, client } = await open();
  vendor.check = () => ({ kind: 'done', outputs: [] });
  const task = await client.ended((await client.createTask(ONE_RESULT)).id);
  expect(task).toMatchObject({
    status: 'failed',
    errorCode: 'result_incomplete',
    chargedCredits: 0,
    results: [],
  });
});

test('a delivery with fewer results than ordered is charged in part, the rest returned, and the receipt says so', async () => {
  const { vendor, studio, client } = await open({ priceCredits: 7 });
  const done = await deliver();
  vendor.check = () => done;
  // Three results were ordered; one comes.
  const task = await client.ended(
    (await client.createTask({ fields: { parameters: '{"template":"all"}' } })).id,
  );
  expect(task).toMatchObject({
    status: 'completed',
    priceCredits: 7,
    chargedCredits: 2,
    delivery: { delivered: 1, ordered: 3 },
  });
  expect(await client.credits()).toMatchObject({ credits: 8, held: 0, totalSpent: 2 });
  const receipt = await client.send('get', `/api/tasks/${task.id}/receipt`).set('Accept-Language', 'zh-CN');
  expect(receipt.body.data).toMatchObject({ spentCredits: 2, returnedCredits: 5, heldCredits: 0 });
  expect(receipt.body.data.entries.at(-1).description).toBe('退回 5 积分：部分结果未交付');
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('an outcome that stays unknown is refunded and put into the loss account for an operator to resolve', async () => {
  const { vendor, studio, client } = await open();
  vendor.start = () => failed({ kind: 'outcome_unknown', code: 'vendor_outcome_unknown' });
  const { id } = await client.ended((await client.createTask(ONE_RESULT)).id);
  const operator = new TaskClient(studio, await studio.user());
  await makeOperator(studio, operator.userId);
  expect((await client.send('get', '/api/admin/losses')).body.code).toBe('role_required');
  const [loss] = (await operator.send('get', '/api/admin/losses')).body.data;
  expect(loss).toMatchObject({ taskId: id, estimatedCredits: 1, resolvedAt: null });
  const resolve = () =>
    operator
      .send('post', `/api/admin/losses/${loss.id}/resolve`)
      .send({ resolution: 'the vendor refunded it' });
  expect((await resolve()).body.data).toMatchObject({ resolvedBy: operator.userId });
  expect((await resolve()).status).toBe(404);
  expect(await studio.parts.losses.countOpen()).toBe(0);
});

test('a result that the storage could not take is asked for again, not bought again', async () => {
  const { vendor, studio, client } = await open();
  const done = await deliver();
  vendor.check = () => done;
  const putFile = studio.parts.store.putFile.bind(studio.parts.store);
  let refusals = 0;
  studio.parts.store.putFile = async (key, ...rest) => {
    if (!key.startsWith('results/') || refusals >= 2) return putFile(key, ...rest);
    refusals += 1;
    throw new AppError('storage_full');
  };
  const task = await client.ended((await client.createTask(ONE_RESULT)).id);
  expect(task).toMatchObject({ status: 'completed', chargedCredits: 1 });
  expect([vendor.starts, refusals]).toEqual([1, 2]);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test.each([
  { blinks: 2, checks: 1 },
  { blinks: 4, checks: 2 },
])(
  'a result that our own picture thread failed to look at $blinks times is looked at again, not given up',
  async ({ blinks, checks }) => {
    const picture = await finishedPicture();
    let looks = 0;
    const transport: Transport = {
      send: async () => ({ kind: 'local', pictures: [] }),
      collect: async () => {
        looks += 1;
        if (looks <= blinks) throw new AppError('picture_processing_failed');
        return picture;
      },
    };
    const { vendor, client } = await open({ transport });
    const url = 'https://vendor.example/result.png';
    const remote = { url, name: 'matting.png', role: 'matting', inputPosition: 0 };
    vendor.check = () => ({ kind: 'done', outputs: [remote] });
    const task = await client.ended((await client.createTask(ONE_RESULT)).id);
    expect(task).toMatchObject({ status: 'completed', chargedCredits: 1 });
    expect([vendor.starts, vendor.checks, looks]).toEqual([1, checks, blinks + 1]);
  },
);

test('a task whose work folder cannot be made is refunded instead of being held for ever', async () => {
  const { vendor, studio, client } = await open();
  const done = await deliver();
  vendor.check = () => done;
  const first = await client.ended((await client.createTask(ONE_RESULT)).id);
  const vendorStarts = vendor.starts;
  await rm(studio.parts.temporaryRoot, { recursive: true });
  const order = {
    taskType: 'basic_clean',
    inputAssetIds: [first.inputs[0]?.id],
    parameters: { template: 'matting' },
  };
  const { body } = await client.send('post', '/api/tasks').send(order);
  expect(await client.ended(body.data.id)).toMatchObject({ status: 'failed', chargedCredits: 0 });
  expect(vendor.starts).toBe(vendorStarts);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});
