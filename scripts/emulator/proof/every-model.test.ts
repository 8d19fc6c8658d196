import { loadCatalogue } from '@atelier/backend/providers/catalogue';
import { afterAll, expect, test } from 'vitest';
import { auditAssets } from '../../../backend/src/assets/asset-audit.ts';
import { findViolations } from '../../../backend/src/credits/ledger-invariants.ts';
import { loadVendors } from '../server.ts';
import { modelsByProvider, openProofStudio } from './proof-studio.ts';
import { proveModel } from './prove-model.ts';

// The models of this machine have tests of their own on pictures with a product in them.
const emulated = new Set((await loadVendors()).map(({ slug }) => slug));
const providers = [...modelsByProvider(await loadCatalogue())]
  .map(([provider, entries]) => ({ provider, entries }))
  .filter(({ provider }) => emulated.has(provider));
/** The least number of models promised. A floor for the count, not a list of names. */
const LEAST_MODELS = 43;
const proven = { models: 0, orders: 0, results: 0 };

test.each(providers)(
  '$provider: every model, with every choice of its form, leads to stored and exactly charged results',
  async ({ entries }) => {
    const proof = await openProofStudio();
    const { database, store } = proof.studio.parts;
    const problems: string[] = [];
    for (const { model } of entries) {
      const entry = proof.catalogue.get(model.slug);
      if (!entry) throw new Error(`${model.slug} is gone`);
      const outcome = await proveModel(proof, entry);
      problems.push(...outcome.problems);
      proven.models += 1;
      proven.orders += outcome.orders;
      proven.results += outcome.results;
    }
    expect(problems).toEqual([]);
    expect(await findViolations(database.read)).toEqual([]);
    expect((await auditAssets(database.read, store)).damaged).toEqual([]);
  },
  600_000,
);

afterAll(() => {
  const { models, orders, results } = proven;
  console.log(`from form to stored result: ${models} models, ${orders} orders, ${results} results`);
});

test('no fewer models are proven than were promised', () => {
  const count = providers.reduce((sum, { entries }) => sum + entries.length, 0);
  console.log(`model slugs of emulated vendors: ${count}`);
  expect(count).toBeGreaterThanOrEqual(LEAST_MODELS);
});
