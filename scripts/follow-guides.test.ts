import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkBoundaries } from './check-boundaries.ts';
import { startEmulator } from './emulator/server.ts';
import { followGuide, readGuide } from './lib/guide.ts';
import { ROOT } from './lib/paths.ts';
import { runCommand } from './lib/run-command.ts';

const SOURCES = [
  'shared/src',
  'shared/package.json',
  'backend/src',
  'backend/migrations',
  'backend/package.json',
];
const PAGE_SOURCES = ['frontend/src', 'frontend/package.json', 'frontend/tsconfig.json'];

const PRINT_CATALOGUE = `
import { loadCatalogue } from './src/providers/catalogue.ts';
import { loadTaskTypes } from './src/tasks/task-types.ts';
const catalogue = await loadCatalogue();
const taskTypes = await loadTaskTypes(catalogue);
const models = [...catalogue.values()].map(({ model, provider, parameterSchema }) => ({
  slug: model.slug, provider: provider.slug, priceRule: model.priceRule,
  parameters: Object.keys(parameterSchema.properties),
  operation: provider.connection ? undefined : provider.start(model, { taskId: 't', attempt: 1, parameters: {}, workDirectory: '/x',
    prepared: [], continued: null, callbackUrl: null,
    inputs: [{ path: '/a', name: 'a.png', contentType: 'image/png', sizeBytes: 1, width: 1, height: 1, position: 0, role: null }] }).jobs?.[0]?.job.operation ?? null,
}));
console.log(JSON.stringify({ models, taskTypes: [...taskTypes.keys()] }));
`;

/** Orders from the new model in a server of its own, as an operator with the emulator would see it. */
const ORDER_FROM_VENDOR = `
import { join } from 'node:path';
import sharp from 'sharp';
import { compose } from './src/compose.ts';
import { loadConfig } from './src/config.ts';
import { serve } from './src/serve.ts';
const [url, folder] = process.argv.slice(2);
const parts = await compose(loadConfig({
  NODE_ENV: 'test', DATA_DIR: folder, LOG_LEVEL: 'silent', SIGN_UP_CREDITS: '10', EMULATOR_URL: url,
}), { role: 'worker' });
const { account } = await parts.accounts.register({ email: 'a@example.com', username: 'guide', password: 'guide guide' });
const path = join(parts.temporaryRoot, 'in.png');
await sharp({ create: { width: 256, height: 256, channels: 3, background: 'teal' } }).png().toFile(path);
const uploads = await parts.assets.acceptUploads(account.id, [{ path, name: 'in.png' }], parts.temporaryRoot);
const request = {
  taskType: 'generate', model: 'replicate-flux-kontext-max', parameters: { prompt: 'paint it red' }, inputCount: 1,
};
const { id } = await parts.tasks.create({ userId: account.id, apiKeyId: null, request, inputs: [], uploads });
const serving = await serve(parts, 'worker');
let row = await parts.reader.get(account.id, id);
while (!row.completed_at) {
  await new Promise((resolve) => setTimeout(resolve, 100));
  row = await parts.reader.get(account.id, id);
}
const results = await parts.database.read.selectFrom('assets').select(['content_type', 'name'])
  .where('task_id', '=', id).where('kind', '=', 'result').execute();
console.log(JSON.stringify({ status: row.status, charged: row.charged_credits, results }));
await serving.stop();
`;

let copy = '';

/** Sources are copied; installed packages are only linked to. */
beforeEach(() => {
  copy = mkdtempSync(join(tmpdir(), 'atelier-guide-'));
  for (const path of [...SOURCES, ...PAGE_SOURCES, 'tsconfig.base.json']) {
    mkdirSync(dirname(join(copy, path)), { recursive: true });
    cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  }
  for (const folder of ['.', 'shared', 'backend', 'frontend']) {
    symlinkSync(join(ROOT, folder, 'node_modules'), join(copy, folder, 'node_modules'), 'junction');
  }
});
afterEach(() => rmSync(copy, { recursive: true, force: true }));

const stepsOf = (guide: string) => readGuide(readFileSync(join(ROOT, 'docs', guide), 'utf8'));

async function printCatalogue() {
  writeFileSync(join(copy, 'backend/print-catalogue.ts'), PRINT_CATALOGUE);
  const result = await runCommand(process.execPath, ['print-catalogue.ts'], {
    cwd: join(copy, 'backend'),
    mode: 'quiet',
  });
  expect(result.output).toMatch(/^\{.*\}\n$/);
  const catalogue: {
    models: {
      slug: string;
      provider: string;
      priceRule: unknown;
      parameters: string[];
      operation: string | null;
    }[];
    taskTypes: string[];
  } = JSON.parse(result.output);
  return catalogue;
}

/** What the compiler says about these files of the copy. */
async function compile(workspacePackage: string, base: string, paths: readonly string[]): Promise<string> {
  const folder = join(copy, workspacePackage);
  writeFileSync(
    join(folder, 'tsconfig.guide.json'),
    JSON.stringify({ extends: base, include: paths.map((path) => join(copy, path)) }),
  );
  const manifest = createRequire(join(ROOT, 'package.json')).resolve('typescript/package.json');
  const tsc = join(dirname(manifest), 'bin/tsc');
  const { output } = await runCommand(
    process.execPath,
    [tsc, '-p', 'tsconfig.guide.json', '--pretty', 'false'],
    {
      cwd: folder,
      mode: 'quiet',
    },
  );
  return output;
}

describe('the guides, followed to the letter', () => {
  it('add-a-model leads to a model in the catalogue that the adapter can start', async () => {
    const steps = stepsOf('add-a-model.md').filter(({ path }) => path.includes('/local/'));
    expect(steps).toHaveLength(1);
    followGuide(copy, steps);
    expect((await printCatalogue()).models).toContainEqual({
      slug: 'local-soft-light',
      provider: 'local',
      priceRule: { perInput: 2 },
      parameters: ['mode', 'strength'],
      operation: 'color_enhancement',
    });
    expect(
      await compile(
        'backend',
        '../tsconfig.base.json',
        steps.map(({ path }) => path),
      ),
    ).toBe('');
    expect(
      checkBoundaries(copy).filter(({ place }) => steps.some(({ path }) => place.startsWith(path))),
    ).toEqual([]);
  });

  it('add-a-model leads to a model of a vendor whose results are stored and charged', async () => {
    const steps = stepsOf('add-a-model.md').filter(({ path }) => path.includes('/replicate/'));
    expect(steps).toHaveLength(1);
    followGuide(copy, steps);
    expect(
      await compile(
        'backend',
        '../tsconfig.base.json',
        steps.map(({ path }) => path),
      ),
    ).toBe('');
    const emulator = await startEmulator();
    try {
      writeFileSync(join(copy, 'backend/order.ts'), ORDER_FROM_VENDOR);
      const { output } = await runCommand(process.execPath, ['order.ts', emulator.url, join(copy, 'data')], {
        cwd: join(copy, 'backend'),
        mode: 'quiet',
      });
      expect(JSON.parse(output)).toEqual({
        status: 'completed',
        charged: 8,
        results: [{ content_type: 'image/png', name: 'result-1.png' }],
      });
    } finally {
      await emulator.stop();
    }
  });

  it('add-a-task-type leads to a recipe in the list', async () => {
    const steps = stepsOf('add-a-task-type.md');
    expect(steps).toHaveLength(1);
    expect((await printCatalogue()).taskTypes).not.toContain('soft_light');
    followGuide(copy, steps);
    expect((await printCatalogue()).taskTypes).toContain('soft_light');
    expect(
      await compile(
        'backend',
        '../tsconfig.base.json',
        steps.map(({ path }) => path),
      ),
    ).toBe('');
  });

  it('add-a-page leads to a page that compiles, has an address and a title in both languages', async () => {
    const steps = stepsOf('add-a-page.md');
    expect(steps).toHaveLength(4);
    followGuide(copy, steps);
    const titles = ['en', 'zh-CN'].map((locale): string => {
      const texts = JSON.parse(readFileSync(join(copy, `frontend/src/locales/${locale}/shell.json`), 'utf8'));
      return texts.title.limits;
    });
    expect(titles).toEqual(['Limits', '限制']);
    expect(readFileSync(join(copy, 'frontend/src/routes.tsx'), 'utf8')).toContain("path: '/limits'");
    const page = 'frontend/src/pages/limits/limits-page.tsx';
    const environment = 'frontend/src/vite-env.d.ts';
    writeFileSync(join(copy, environment), '/// <reference types="vite/client" />\n');
    expect(await compile('frontend', './tsconfig.json', [page, environment])).toBe('');
    expect(checkBoundaries(copy).filter(({ place }) => place.startsWith(page))).toEqual([]);
  });

  it('a guide with a type error is noticed', async () => {
    const path = 'backend/src/tasks/types/soft_light.ts';
    const step = stepsOf('add-a-task-type.md').map((each) => ({
      ...each,
      code: each.code.replace('order: 50', "order: 'x'"),
    }));
    followGuide(copy, step);
    expect(await compile('backend', '../tsconfig.base.json', [path])).toContain('soft_light.ts');
  });

  it('a guide that no longer fits the files is noticed', () => {
    const steps = readGuide('```ts file=backend/src/main.ts after="nowhere to be found"\nx\n```\n');
    expect(() => followGuide(copy, steps)).toThrow('has no nowhere to be found');
  });
});
