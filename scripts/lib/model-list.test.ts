import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '@atelier/backend/providers/catalogue';
import { expect, it } from 'vitest';
import { modelList } from './model-list.ts';
import { ROOT } from './paths.ts';

it('docs/models.md says what the catalogue says; `pnpm docs:models` writes it anew', async () => {
  const written = readFileSync(join(ROOT, 'docs/models.md'), 'utf8');
  expect(written).toBe(modelList(await loadCatalogue()));
});

it('the list changes with the catalogue', async () => {
  const catalogue = new Map(await loadCatalogue());
  const before = modelList(catalogue);
  catalogue.delete('replicate-minimax');
  expect(modelList(catalogue)).not.toBe(before);
});
