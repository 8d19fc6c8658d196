import { expect, test } from 'vitest';
import { makeKey } from './api-key-client.ts';
import { MovingClock } from './moving-clock.ts';
import { TaskClient } from './task-client.ts';
import { giveMembership, openTestStudio, storedFiles } from './test-studio.ts';

const MONTH_MS = 31 * 24 * 60 * 60_000;

/** Nothing is asked of the address: no task is worked on. It makes the models of all vendors orderable. */
async function open(environment: Record<string, string> = {}) {
  const clock = new MovingClock();
  const studio = await openTestStudio({
    clock,
    work: false,
    environment: { EMULATOR_URL: 'http://127.0.0.1:9', JWT_EXPIRES_IN: '900d', ...environment },
  });
  const session = await studio.user(1000);
  const client = new TaskClient(studio, session);
  const order = () => client.create({ fields: { taskType: 'model_pose12' } });
  return { clock, studio, session, client, order };
}

test('twelve poses are for members: others are told so before anything is stored or held', async () => {
  const { studio, client, order } = await open();
  const refused = await order().set('Accept-Language', 'zh-CN');
  expect([refused.status, refused.body.code]).toEqual([403, 'membership_required']);
  expect(refused.body.message).toBe('此功能仅限会员使用，请联系管理员开通会员。');
  expect(await storedFiles(studio)).toEqual([]);
  expect(await client.credits()).toMatchObject({ credits: 1000, held: 0 });
  // What is not for members alone stays open to all.
  expect((await client.create()).status).toBe(201);
});

test('a running membership opens them; one that has ended or not begun does not', async () => {
  const { clock, studio, client, order } = await open();
  const startsAt = new Date(clock.now().getTime() + MONTH_MS).toISOString();
  await giveMembership(studio, client.userId, { startsAt, months: 1 });
  expect((await order()).status).toBe(403);
  clock.advance(MONTH_MS);
  const accepted = await order();
  expect(accepted.status).toBe(201);
  clock.advance(MONTH_MS);
  expect((await order()).status).toBe(403);
  expect((await client.send('post', `/api/tasks/${accepted.body.data.id}/cancel`)).status).toBe(200);
});

test('whoever lost the membership cannot try a failed task again either', async () => {
  const { clock, studio, client, order } = await open();
  await giveMembership(studio, client.userId, { months: 1 });
  const { id } = (await order()).body.data;
  clock.advance(2 * MONTH_MS);
  // Nobody took it within ten minutes.
  await studio.parts.sweeper.failUntaken();
  const refused = await client.send('post', `/api/tasks/${id}/retry`);
  expect([refused.status, refused.body.code]).toEqual([403, 'membership_required']);
  expect(await client.credits()).toMatchObject({ credits: 1000, held: 0 });
});

test('a batch is refused whole before its pictures are sent', async () => {
  const { studio, client } = await open();
  const announce = () =>
    client
      .send('post', '/api/batches')
      .send({ taskType: 'model_pose12', parameters: {}, maxCredits: 96, files: [{ name: 'a.png' }] });
  const refused = await announce();
  expect([refused.status, refused.body.code]).toEqual([403, 'membership_required']);
  expect(await studio.parts.database.read.selectFrom('batches').select('id').execute()).toEqual([]);
  await giveMembership(studio, client.userId);
  expect((await announce()).status).toBe(201);
});

test('the door for other products asks too', async () => {
  const { studio, session } = await open();
  const { client } = await makeKey(studio, session);
  const answer = await client
    .send('post', '/api/external/ai-generation')
    .send({ model_slug: 'runninghub-pose12', input_images: ['https://example.com/dress.png'] });
  expect([answer.status, answer.body.error?.code]).toEqual([403, 'MEMBERSHIP_REQUIRED']);
});

test('an operator may open the recipes for members to all, and the catalogue says so', async () => {
  const asks = async ({ client }: Awaited<ReturnType<typeof open>>) => {
    const { data } = (await client.send('get', '/api/task-types')).body;
    return data.find(({ slug }: { slug: string }) => slug === 'model_pose12').needsMembership;
  };
  expect(await asks(await open())).toBe(true);
  const free = await open({ MEMBERSHIP: 'open' });
  expect(await asks(free)).toBe(false);
  expect((await free.order()).status).toBe(201);
});
