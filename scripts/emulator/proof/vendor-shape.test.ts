import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '@atelier/backend/providers/catalogue';
import { expect, test } from 'vitest';
import { ROOT } from '../../lib/paths.ts';
import { loadVendors } from '../server.ts';

const catalogue = await loadCatalogue();
const providers = new Map([...catalogue.values()].map(({ provider }) => [provider.slug, provider]));
const emulated = new Map((await loadVendors()).map((vendor) => [vendor.slug, vendor]));
const remote = [...providers.values()].filter(({ connection }) => connection !== undefined);

test.each(remote)('$slug has the shape of a vendor folder', (provider) => {
  const folder = join(ROOT, 'backend/src/providers', provider.slug);
  const problems = [
    existsSync(join(folder, 'README.md')) ? '' : 'no README.md with the facts of its API',
    existsSync(join(folder, 'adapter.ts')) ? '' : 'no adapter.ts in a folder named after the slug',
    emulated.has(provider.slug) ? '' : `no scripts/emulator/vendors/${provider.slug}.ts to stand in for it`,
    existsSync(join(ROOT, `scripts/emulator/clients/${provider.slug}.test.ts`)) || readmeSaysNoClient(folder)
      ? ''
      : 'no client other than ours was tried against its stand-in; say "No official client" in README.md if there is none',
    !provider.check === !provider.readCheck ? '' : 'check and readCheck belong together',
    !provider.prepare === !provider.readPrepared ? '' : 'prepare and readPrepared belong together',
    provider.callback?.isSigned === true && !provider.callback.verify
      ? 'signed callbacks that nobody verifies'
      : '',
    ...modelFileProblems(folder),
  ].filter((problem) => problem !== '');
  expect(problems).toEqual([]);
});

function readmeSaysNoClient(folder: string): boolean {
  const path = join(folder, 'README.md');
  return existsSync(path) && readFileSync(path, 'utf8').includes('No official client');
}

/** One file per model, named after its slug. */
function modelFileProblems(folder: string): string[] {
  const files = readdirSync(join(folder, 'models')).filter((name) => !name.endsWith('.test.ts'));
  return files
    .filter((name) => !catalogue.has(name.replace(/\.ts$/, '')))
    .map((name) => `models/${name} holds another slug`);
}

test('nothing is emulated that the server does not know', () => {
  expect([...emulated.keys()].filter((slug) => !providers.has(slug))).toEqual([]);
});

test("every fault of the emulator is said in every vendor's own words", () => {
  for (const [slug, { refusals }] of emulated) {
    for (const [name, words] of Object.entries(refusals)) {
      if (words === null) continue;
      expect(words.status, `${slug} ${name}`).toBeGreaterThanOrEqual(200);
      expect(JSON.stringify(words.body).length, `${slug} ${name}`).toBeGreaterThan(2);
    }
  }
});
