import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { ParameterProperty } from '@atelier/shared/parameter-form';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { pricedValues, sentParameters } from '../../features/catalogue/priced-values.ts';
import { filterModels, readGalleryFilter, writeGalleryFilter } from './gallery-filter.ts';
import { draftOfLink, loadDraft, readDraft, saveDraft } from './generate-draft.ts';
import { groupFields, missingParameter } from './group-fields.ts';
import { priceFrom } from './price-from.ts';

const label = (text: string) => ({ en: text, 'zh-CN': `${text}（中）` });
const property = (change: Partial<ParameterProperty>): ParameterProperty => ({
  control: 'segmented',
  type: 'string',
  label: label('A field'),
  ...change,
});

function model(change: Partial<CatalogueModel> = {}): CatalogueModel {
  return {
    slug: 'a-film-model',
    provider: 'kie',
    providerLabel: label('Our gateway'),
    label: { en: 'Film model', 'zh-CN': '视频模型' },
    description: { en: 'Moves pictures', 'zh-CN': '让图片动起来' },
    outputType: 'video',
    functionTags: ['image-to-video'],
    featureTags: [],
    life: { state: 'active', since: null, successor: null },
    parameters: {
      type: 'object',
      required: ['prompt'],
      properties: {
        seed: property({ control: 'number', type: 'integer' }),
        sound: property({ control: 'switch', type: 'boolean', default: false }),
        duration: property({ enum: ['5', '10'], default: '5' }),
        tier: property({ enum: ['fast', 'best'], default: 'best' }),
        negativePrompt: property({ control: 'text' }),
        prompt: property({ control: 'textarea' }),
        lastFrame: property({ control: 'asset' }),
      },
    },
    priceRule: {
      byParameter: [{ parameter: ['tier', 'duration'], credits: { 'fast|5': 4, 'best|10': 20 } }],
    },
    inputs: { min: 1, max: 1, types: ['image'] },
    continues: [],
    typicalSeconds: null,
    available: true,
    unavailableReason: null,
    emulated: false,
    ...change,
  };
}

describe('groupFields', () => {
  it('shows what must be said, what is typed or picked, and what the price hangs on; the rest is folded', () => {
    expect(groupFields(model())).toEqual({
      main: ['prompt', 'lastFrame', 'duration', 'tier'],
      advanced: ['seed', 'sound', 'negativePrompt'],
    });
  });

  it('folds nothing of a short form', () => {
    const parameters = { type: 'object', properties: { seed: property({}), steps: property({}) } } as const;
    expect(groupFields(model({ parameters }))).toEqual({ main: ['seed', 'steps'], advanced: [] });
  });
});

describe('what is sent', () => {
  it('leaves empty texts out unless they must be there', () => {
    const values = { prompt: '', negativePrompt: '', lastFrame: '', duration: '5' };
    expect(sentParameters(model(), values)).toEqual({ prompt: '', duration: '5' });
  });

  it('names the first thing that is missing; blanks are nothing', () => {
    expect(missingParameter(model(), { prompt: '  ' })).toBe('prompt');
    expect(missingParameter(model(), { prompt: 'a mug' })).toBeUndefined();
  });

  it('asks for a price without the words, unless their number counts', () => {
    expect(pricedValues(model(), { prompt: 'a mug', duration: '5' })).toEqual({ prompt: 'x', duration: '5' });
    const bySpeech = model({
      priceRule: { byQuantity: [{ parameter: 'prompt', of: 'length', unit: 10, credits: 1 }] },
    });
    expect(pricedValues(bySpeech, { prompt: 'a mug' })).toEqual({ prompt: 'a mug' });
    expect(pricedValues(bySpeech, { prompt: '' })).toEqual({ prompt: 'x' });
  });
});

describe('priceFrom', () => {
  it('is the cheapest choice that can really be made', () => {
    expect(priceFrom(model())).toBe(4);
    expect(priceFrom(model({ priceRule: { base: 3, percent: 150 } }))).toBe(5);
  });

  it('is not named where no choice has a price', () => {
    expect(
      priceFrom(model({ priceRule: { byParameter: [{ parameter: 'tier', credits: { no: 1 } }] } })),
    ).toBe(undefined);
  });
});

describe('the filter of the gallery', () => {
  const models = [
    model(),
    model({ slug: 'voice', provider: 'elevenlabs', outputType: 'audio', functionTags: ['text-to-speech'] }),
  ];
  const slugs = (query: string) =>
    filterModels(models, readGalleryFilter(new URLSearchParams(query))).map(({ slug }) => slug);

  it('narrows by every choice and finds words in both languages', () => {
    expect(slugs('')).toEqual(['a-film-model', 'voice']);
    expect(slugs('output=audio')).toEqual(['voice']);
    expect(slugs('provider=kie')).toEqual(['a-film-model']);
    expect(slugs('does=text-to-speech')).toEqual(['voice']);
    expect(slugs('q=FILM 动起来 kie')).toEqual(['a-film-model']);
    expect(slugs('q=nothing')).toEqual([]);
  });

  it('ignores what the address cannot mean, and writes what it read', () => {
    expect(readGalleryFilter(new URLSearchParams('output=smell')).output).toBeUndefined();
    const query = 'output=video&provider=kie&does=x&q=mug';
    expect(writeGalleryFilter(readGalleryFilter(new URLSearchParams(query))).toString()).toBe(query);
  });
});

describe('the draft', () => {
  afterEach(() => {
    sessionStorage.clear();
    vi.restoreAllMocks();
  });

  it('is kept by account and model', () => {
    const draft = { values: { prompt: 'a mug', seed: 7 }, inputIds: ['asset_1'] };
    saveDraft('user_1', 'flux', draft);
    expect(loadDraft('user_1', 'flux')).toEqual(draft);
    expect(loadDraft('user_2', 'flux')).toEqual({ values: {}, inputIds: [] });
    expect(loadDraft('user_1', 'veo')).toEqual({ values: {}, inputIds: [] });
  });

  it('takes nothing that cannot be a value', () => {
    expect(readDraft({ values: { a: 1, b: { c: 2 }, d: null }, inputIds: ['x', 3] })).toEqual({
      values: { a: 1 },
      inputIds: ['x'],
    });
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    sessionStorage.setItem('atelier.generate.user_1.flux', '{');
    expect(loadDraft('user_1', 'flux')).toEqual({ values: {}, inputIds: [] });
  });

  it('comes with a link', () => {
    expect(draftOfLink(new URLSearchParams('task=1'))).toBeUndefined();
    expect(draftOfLink(new URLSearchParams({ parameters: '{"prompt":"a mug"}', inputs: 'a,b' }))).toEqual({
      values: { prompt: 'a mug' },
      inputIds: ['a', 'b'],
    });
  });
});
