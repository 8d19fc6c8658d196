import { describe, expect, test } from 'vitest';
import { loadCatalogue } from '../../providers/catalogue.ts';
import { translateOrder } from './external-words.ts';

const catalogue = await loadCatalogue();

function translate(slug: string, wish: Omit<Parameters<typeof translateOrder>[0], 'model_slug'>) {
  const entry = catalogue.get(slug);
  if (!entry) throw new Error(`no model ${slug}`);
  const translated = translateOrder({ model_slug: slug, ...wish }, entry.parameterSchema);
  return { ...translated, isFit: entry.model.parameters.safeParse(translated.parameters).success };
}

describe('an order in the words of the external door', () => {
  test('the documented example fits the model it names', () => {
    const example = { prompt: 'A beautiful sunset', number_of_outputs: 1 };
    expect(
      translate('kie-4o-image', { ...example, parameters: { size: '1024x1024', style: 'vivid' } }),
    ).toEqual({
      parameters: { prompt: 'A beautiful sunset', aspectRatio: '1:1' },
      ignored: ['style'],
      isFit: true,
    });
  });

  test.each([
    ['1024x1024', '1:1'],
    ['1792x1024', '3:2'],
    ['1024x1792', '2:3'],
  ])('the documented size %s becomes the ratio %s', (size, aspectRatio) => {
    expect(translate('kie-4o-image', { prompt: 'x', parameters: { size } }).parameters).toMatchObject({
      aspectRatio,
    });
  });

  test.each(['huge', '0x0', '1x2x3', '-1x1', 7, null])('a size of %s is set aside', (size) => {
    expect(translate('kie-4o-image', { prompt: 'x', parameters: { size } }).ignored).toEqual(['size']);
  });

  test('a size stays one where the model has sizes', () => {
    const { parameters } = translate('openai-gpt-image-1', {
      prompt: 'x',
      parameters: { size: '1536x1024' },
    });
    expect(parameters).toEqual({ prompt: 'x', size: '1536x1024' });
  });

  test('names are taken as they are or in camel case', () => {
    const { parameters } = translate('kie-4o-image', { prompt: 'x', parameters: { aspect_ratio: '3:2' } });
    expect(parameters).toEqual({ prompt: 'x', aspectRatio: '3:2' });
  });

  test('a prompt is the text of a voice, and none of a cut-out', () => {
    expect(translate('elevenlabs-tts', { prompt: 'Hello' })).toMatchObject({
      parameters: { text: 'Hello' },
      isFit: true,
    });
    expect(translate('local-basic-clean', { prompt: 'Hello' })).toMatchObject({
      parameters: {},
      ignored: ['prompt'],
    });
  });

  test('the number of results goes where the model lets it be chosen; one is no wish', () => {
    expect(translate('replicate-flux', { prompt: 'x', number_of_outputs: 3 }).parameters).toMatchObject({
      numberOfOutputs: 3,
    });
    expect(translate('kie-4o-image', { prompt: 'x', number_of_outputs: 1 }).isFit).toBe(true);
    expect(() => translate('kie-4o-image', { prompt: 'x', number_of_outputs: 2 })).toThrow(
      /number_of_outputs/,
    );
  });

  test('names from the depths of objects are no settings', () => {
    const parameters = JSON.parse('{"__proto__": 1, "constructor": 2, "toString": 3}');
    expect(translate('kie-4o-image', { prompt: 'x', parameters })).toEqual({
      parameters: { prompt: 'x' },
      ignored: ['__proto__', 'constructor', 'toString'],
      isFit: true,
    });
  });
});
