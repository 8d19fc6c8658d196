import path from 'node:path';
import { compose } from '@atelier/backend/compose';
import { loadConfig } from '@atelier/backend/config';
import type { ProviderAdapter } from '@atelier/backend/providers/adapter';
import { type Catalogue, loadCatalogue } from '@atelier/backend/providers/catalogue';
import { serve } from '@atelier/backend/serve';
import sharp from 'sharp';

/** A vendor that refuses everything at once: a whole life of a task, with hold and refund, and no picture work in it. */
const refusing: ProviderAdapter = {
  slug: 'local',
  isRepeatable: true,
  maxConcurrent: Number(process.argv[5]),
  limitPer: 'process',
  start: () => ({ kind: 'local', jobs: [] }),
  readStart: () => ({
    kind: 'failed',
    failure: { kind: 'content_refused', code: 'vendor_content_refused', detail: 'refused by the benchmark' },
  }),
};

/** Puts so many tasks in line, works them off and tells how long that took. */
const [folder = '.', databaseUrl = '', count = '0'] = process.argv.slice(2);
const catalogue: Catalogue = new Map(
  [...(await loadCatalogue())].map(([slug, entry]) => [slug, { ...entry, provider: refusing }]),
);
const parts = await compose(
  loadConfig({
    NODE_ENV: 'test',
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
    SIGN_UP_CREDITS: '1000000',
    DATABASE_URL: databaseUrl,
  }),
  { role: 'worker', catalogue },
);
const { account } = await parts.accounts.register({
  email: 'bench@example.com',
  username: 'bench',
  password: 'bench bench',
});
const picture = path.join(parts.temporaryRoot, 'picture.png');
await sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
  .png()
  .toFile(picture);
const uploads = await parts.assets.acceptUploads(
  account.id,
  [{ path: picture, name: 'picture.png' }],
  parts.temporaryRoot,
);
await parts.database.transaction((transaction) => parts.assets.insertRows(transaction, uploads));
const inputs = await parts.assets.findOwned(
  account.id,
  uploads.map(({ id }) => id),
);
const request = { taskType: 'basic_clean', parameters: {}, inputCount: 1 };
for (let index = 0; index < Number(count); index += 1) {
  await parts.tasks.create({ userId: account.id, apiKeyId: null, request, inputs, uploads: [] });
}

const live = parts.database.read.selectFrom('ai_tasks').select('id').where('phase', '<>', 'ended').limit(1);
const cpu = process.cpuUsage();
const begin = performance.now();
const serving = await serve(parts, 'worker');
while (await live.executeTakeFirst()) await new Promise((resolve) => setTimeout(resolve, 20));
const ms = performance.now() - begin;
const { user, system } = process.cpuUsage(cpu);
const refused = await parts.database.read
  .selectFrom('ai_tasks')
  .select((eb) => eb.fn.countAll<number>().as('count'))
  .where('status', '=', 'failed')
  .where('error_code', '=', 'vendor_content_refused')
  .executeTakeFirstOrThrow();
process.send?.({ ms, cpuMs: (user + system) / 1000, done: Number(refused.count) });
await serving.stop();
