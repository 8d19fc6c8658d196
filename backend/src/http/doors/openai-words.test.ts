import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../providers/catalogue.ts';
import { readFormFields, translateOpenAiOrder } from './openai-words.ts';

const catalogue = await loadCatalogue();

function schemaOf(slug: string) {
  const entry = catalogue.get(slug);
  if (!entry) throw new Error(`no model ${slug}`);
  return entry.parameterSchema;
}
const translate = (slug: string, order: object) =>
  translateOpenAiOrder({ prompt: 'x', ...order }, schemaOf(slug));

describe('an order in the words of OpenAI', () => {
  test.each([
    ['openai-gpt-image-2.6-flare', { size: '1792x1024' }, { size: '1536x1024' }],
    [
      'openai-gpt-image-2.6-flare',
      { size: '1536x1024', quality: 'hd' },
      { size: '1536x1024', quality: 'high' },
    ],
    [
      'openai-gpt-image-2.6-flare',
      { size: 'auto', quality: 'auto', n: 3 },
      { size: 'auto', numberOfOutputs: 3 },
    ],
    ['openai-dall-e-3', { quality: 'high', style: 'natural', n: 1 }, { quality: 'hd', style: 'natural' }],
    ['kie-4o-image', { size: '1024x1792' }, { aspectRatio: '2:3' }],
    ['kie-4o-image', { size: 'auto', aspect_ratio: '3:2' }, { aspectRatio: '3:2' }],
  ])('%s: %o becomes %o', (slug, order, parameters) => {
    expect(translate(slug, order)).toEqual({ parameters: { prompt: 'x', ...parameters }, ignored: [] });
  });

  test('what OpenAI documents and the model lacks is set aside, anything else refused', () => {
    const order = { style: 'vivid', moderation: 'low', user: 'u', stream: true, output_format: 'webp' };
    expect(translate('kie-4o-image', order).ignored).toEqual(['style', 'moderation', 'output_format']);
    expect(() => translate('kie-4o-image', { sise: '1' })).toThrow(/sise/);
    expect(() => translate('kie-4o-image', { n: 2 })).toThrow(/n: /);
  });

  test('names from the depths of objects are neither settings nor words', () => {
    expect(translate('openai-gpt-image-2.6-flare', { quality: 'toString' }).parameters).toMatchObject({
      quality: 'toString',
    });
    expect(() => translate('kie-4o-image', JSON.parse('{"constructor": 1}'))).toThrow(/constructor/);
  });

  test('texts of a form become what the settings of the model are', () => {
    const fields = { n: '2', stream: 'true', crop: 'false', feather: '3', color: '1', margin: 'wide' };
    expect(readFormFields(fields, schemaOf('local-background-removal'))).toEqual({
      ...{ n: 2, stream: true, crop: false, feather: 3, color: '1', margin: 'wide' },
    });
  });
});
