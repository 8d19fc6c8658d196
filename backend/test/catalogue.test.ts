import { readdir } from 'node:fs/promises';
import { LOCALES } from '@atelier/shared/locales';
import { priceOf } from '@atelier/shared/pricing';
import { expect, test } from 'vitest';
import { loadCatalogue, sampleParameters } from '../src/providers/catalogue.ts';
import { loadTaskTypes } from '../src/tasks/task-types.ts';

const PRICE_LISTS = new URL('./prices/', import.meta.url);
/** Recipes that name no models but say what they must be able to do. */
const BY_FUNCTION = ['generate', 'background_removal', 'style_transfer', 'color_enhancement'];

test('each vendor has exactly these models at these prices', async () => {
  const prices = new Map<string, string[]>();
  for (const { model, provider, parameterSchema } of (await loadCatalogue()).values()) {
    const parameters = model.parameters.parse(sampleParameters(parameterSchema));
    const inputCount = Math.max(1, model.inputs.min);
    const outputCount = model.outputCount(parameters, inputCount);
    const credits = priceOf(model.priceRule, { inputCount, outputCount, parameters });
    const state = model.life && model.life.state !== 'active' ? ` (${model.life.state})` : '';
    prices.set(provider.slug, [...(prices.get(provider.slug) ?? []), `${model.slug}: ${credits}${state}\n`]);
  }
  // A file for each vendor, so that a new vendor touches nobody else's.
  for (const [slug, lines] of prices) {
    await expect(lines.join('')).toMatchFileSnapshot(new URL(`${slug}.txt`, PRICE_LISTS).pathname);
  }
  expect((await readdir(PRICE_LISTS)).sort()).toEqual([...prices.keys()].map((slug) => `${slug}.txt`).sort());
});

test('the recipes are these, in this order, each with a model that exists', async () => {
  const types = await loadTaskTypes(await loadCatalogue());
  const candidates = (slug: string, models: readonly string[]) =>
    BY_FUNCTION.includes(slug) ? 'by function' : models.join(', ');
  expect(
    [...types.values()].map(({ slug, models }) => `${slug}: ${candidates(slug, models)}`),
  ).toMatchInlineSnapshot(`
    [
      "basic_clean: local-basic-clean",
      "background_removal: by function",
      "color_enhancement: by function",
      "style_transfer: by function",
      "model_pose12: runninghub-pose12",
      "generate: by function",
    ]
  `);
});

test('a recipe by function holds every model with one of the functions, first functions and lower prices first', async () => {
  const catalogue = await loadCatalogue();
  const { models } = (await loadTaskTypes(catalogue)).get('generate') ?? { models: [] as string[] };
  const withTag = (tag: string) =>
    [...catalogue.values()].filter(({ model }) => model.functionTags.some((each) => each === tag));
  for (const { model } of withTag('text-to-image')) expect(models).toContain(model.slug);
  for (const { model } of withTag('text-to-video')) expect(models).toContain(model.slug);
  expect(new Set(models).size).toBe(models.length);
  expect(models).not.toContain('local-background-removal');
  expect(models.indexOf('replicate-flux-schnell')).toBeLessThan(models.indexOf('replicate-flux'));
  expect(models.indexOf('replicate-flux-1.1-pro')).toBeLessThan(models.indexOf('replicate-minimax'));
});

test('every choice a form offers has a text in both languages', async () => {
  for (const { model, parameterSchema } of (await loadCatalogue()).values()) {
    for (const [name, property] of Object.entries(parameterSchema.properties)) {
      for (const locale of LOCALES) {
        expect(property.label[locale], `${model.slug}.${name}`).toBeTruthy();
        for (const value of property.enum ?? []) {
          expect(property.options?.[String(value)]?.[locale], `${model.slug}.${name}=${value}`).toBeTruthy();
        }
      }
    }
  }
});

test('every model is a candidate of some recipe', async () => {
  const catalogue = await loadCatalogue();
  const offered = new Set([...(await loadTaskTypes(catalogue)).values()].flatMap(({ models }) => models));
  expect([...catalogue.keys()].filter((slug) => !offered.has(slug))).toEqual([]);
});
