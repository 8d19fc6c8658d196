import type { LocalizedText } from '@atelier/shared/locales';
import { field } from '@atelier/shared/parameter-form';
import { type CostPerQuantity, type CostTable, CREDIT_COST_USD } from '@atelier/shared/pricing';
import { z } from 'zod';
import type { ModelAtVendor } from '../adapter.ts';
import { creditsFor, PRICE_MARGIN } from '../credits-for.ts';
import { defineModel, type ModelDefinition } from '../define-model.ts';
import type { OpenAiImages } from '../openai-images.ts';

type Quality = 'low' | 'medium' | 'high';

/** What one picture costs in US dollars, square and not, by quality. */
export type PictureCosts = Readonly<Record<Quality, { readonly square: number; readonly oblong: number }>>;

/** Tokens of an input picture: some 700 at 8 dollars a million, rounded up generously. */
const INPUT_COST_USD = 0.01;
/**
 * Text costs dollars a million tokens. A character of English is a quarter of one, one of Chinese about one, rare ones two;
 * counted as the dearest, so that no prompt costs more than it pays.
 */
const TOKENS_PER_CHARACTER = 2;
const SIZES = ['auto', '1024x1024', '1536x1024', '1024x1536'] as const;
const QUALITIES = ['low', 'medium', 'high'] as const;

const sizeTexts: Record<(typeof SIZES)[number], LocalizedText> = {
  auto: { en: 'Automatic', 'zh-CN': '自动' },
  '1024x1024': { en: 'Square 1024 × 1024', 'zh-CN': '方图 1024 × 1024' },
  '1536x1024': { en: 'Landscape 1536 × 1024', 'zh-CN': '横图 1536 × 1024' },
  '1024x1536': { en: 'Portrait 1024 × 1536', 'zh-CN': '竖图 1024 × 1536' },
};

/** The parameters that all current picture models of OpenAI share. */
const parameters = z.strictObject({
  prompt: field(z.string().trim().min(1).max(32_000), {
    control: 'textarea',
    label: { en: 'Prompt', 'zh-CN': '提示词' },
    placeholder: {
      en: 'A ceramic mug on a slate table, soft window light',
      'zh-CN': '石板桌上的陶瓷马克杯，柔和的窗边光线',
    },
  }),
  size: field(z.enum(SIZES).default('1024x1024'), {
    control: 'select',
    label: { en: 'Size', 'zh-CN': '尺寸' },
    options: sizeTexts,
  }),
  quality: field(z.enum(QUALITIES).default('medium'), {
    control: 'segmented',
    label: { en: 'Quality', 'zh-CN': '质量' },
    options: {
      low: { en: 'Low', 'zh-CN': '低' },
      medium: { en: 'Medium', 'zh-CN': '中' },
      high: { en: 'High', 'zh-CN': '高' },
    },
  }),
  background: field(z.enum(['auto', 'opaque', 'transparent']).default('auto'), {
    control: 'segmented',
    label: { en: 'Background', 'zh-CN': '背景' },
    options: {
      auto: { en: 'Automatic', 'zh-CN': '自动' },
      opaque: { en: 'Opaque', 'zh-CN': '不透明' },
      transparent: { en: 'Transparent', 'zh-CN': '透明' },
    },
  }),
  mask: field(z.string().max(80).optional(), {
    control: 'asset',
    label: { en: 'Mask', 'zh-CN': '蒙版' },
    help: {
      en: 'A PNG as large as the first picture; its transparent parts may change.',
      'zh-CN': '与第一张图同尺寸的 PNG，透明区域为可修改部分。',
    },
  }),
  numberOfOutputs: field(z.int().min(1).max(10).default(1), {
    control: 'slider',
    step: 1,
    label: { en: 'Pictures', 'zh-CN': '张数' },
  }),
});

const opaqueOnly = parameters.omit({ background: true });

/** A picture model of OpenAI: what differs between them is the name, the words and the prices. */
export function defineOpenAiModel(
  model: Pick<ModelDefinition, 'slug' | 'vendorModel' | 'label' | 'description' | 'featureTags' | 'life'> & {
    readonly costs: PictureCosts;
    /** Dollars for a million tokens of the prompt. */
    readonly textCost: number;
    readonly hasTransparency: boolean;
    readonly expectedSeconds: number;
    readonly costSource: string;
  },
): ModelDefinition<OpenAiImages> {
  const { costs, textCost, hasTransparency, costSource, ...rest } = model;
  const usdPerCharacter = (textCost * TOKENS_PER_CHARACTER) / 1_000_000;
  const passes = ['size', 'quality', ...(hasTransparency ? ['background'] : [])];
  return defineModel({
    ...rest,
    vendor: { contract: 'gpt-image', passes },
    outputType: 'image',
    functionTags: ['text-to-image', 'image-to-image', 'image-editing'],
    parameters: hasTransparency ? parameters : opaqueOnly,
    priceRule: {
      perInput: creditsFor(INPUT_COST_USD),
      byParameter: [tableOf(costs, creditsFor)],
      byQuantity: [promptPriceOf(costs, usdPerCharacter)],
    },
    vendorCost: {
      asOf: '2026-11-22',
      source: costSource,
      perInput: INPUT_COST_USD,
      byParameter: [tableOf(costs, (usd) => usd)],
      // Whether several pictures pay for the text once is not said, so each does.
      byQuantity: [{ parameter: 'prompt', of: 'length', unit: 1, credits: usdPerCharacter, per: 'output' }],
    },
    inputs: {
      min: 0,
      max: 5,
      pictures: { maxBytes: 49_000_000, mask: { maxBytes: 3_999_999, mustMatch: true } },
    },
    outputCount: ({ numberOfOutputs }) => Number(numberOfOutputs),
    deadlineMs: 6 * 60_000,
  });
}

/** `quality|size`; where the vendor chooses the size, the dearest one counts. */
function tableOf(costs: PictureCosts, amountOf: (usd: number) => number): CostTable {
  const rows = QUALITIES.flatMap((quality) =>
    SIZES.map((size) => {
      const { square, oblong } = costs[quality];
      const usd = size === 'auto' ? Math.max(square, oblong) : size === '1024x1024' ? square : oblong;
      return [`${quality}|${size}`, amountOf(usd)] as const;
    }),
  );
  return { parameter: ['quality', 'size'], credits: Object.fromEntries(rows), per: 'output' };
}

/**
 * What a long prompt adds. A short one is paid for by what rounding up leaves of every picture's price; beyond, a credit
 * buys as many characters as a cent does, with the usual margin.
 */
function promptPriceOf(costs: PictureCosts, usdPerCharacter: number): CostPerQuantity {
  const pictures = QUALITIES.flatMap((quality) => [costs[quality].square, costs[quality].oblong]);
  const leftUsd = Math.min(...pictures.map((usd) => creditsFor(usd) * CREDIT_COST_USD - usd));
  const unit = Math.floor(CREDIT_COST_USD / (usdPerCharacter * PRICE_MARGIN));
  const included = Math.floor(Number((leftUsd / usdPerCharacter).toFixed(6)));
  return { parameter: 'prompt', of: 'length', unit, credits: 1, included, per: 'output' };
}

/** What a model's own file says about the contract. */
export function openAiModelOf({ slug, vendor }: ModelAtVendor): OpenAiImages {
  if (typeof vendor !== 'object' || vendor === null || !('contract' in vendor))
    throw new Error(`${slug} does not say which contract it speaks`);
  return vendor as OpenAiImages;
}
