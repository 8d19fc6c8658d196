import { LOCALES } from '@atelier/shared/locales';
import { priceOf } from '@atelier/shared/pricing';
import { expect, test } from 'vitest';
import { loadCatalogue } from '../src/providers/catalogue.ts';
import { loadTaskTypes } from '../src/tasks/task-types.ts';

test('the catalogue holds exactly these models at these prices', async () => {
  const catalogue = await loadCatalogue();
  const prices = [...catalogue.values()].map(({ model, provider }) => {
    const parameters = model.parameters.parse({});
    const credits = priceOf(model.priceRule, {
      inputCount: 1,
      outputCount: model.outputCount(parameters, 1),
      parameters,
    });
    return `${provider.slug}/${model.slug}: ${credits}`;
  });
  expect(prices).toMatchInlineSnapshot(`
    [
      "local/local-background-removal: 1",
      "local/local-basic-clean: 1",
      "local/local-color-enhancement: 1",
      "local/local-style-transfer: 2",
    ]
  `);
});

test('the recipes are these, in this order, each with a model that exists', async () => {
  const types = await loadTaskTypes(await loadCatalogue());
  expect(
    [...types.values()].map(({ slug, models }) => `${slug}: ${models.join(', ')}`),
  ).toMatchInlineSnapshot(`
    [
      "basic_clean: local-basic-clean",
      "background_removal: local-background-removal",
      "color_enhancement: local-color-enhancement",
      "style_transfer: local-style-transfer",
    ]
  `);
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
