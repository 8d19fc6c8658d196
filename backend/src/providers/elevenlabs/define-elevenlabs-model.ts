import { field } from '@atelier/shared/parameter-form';
import { z } from 'zod';
import { defineModel, type ModelDefinition } from '../define-model.ts';

/** Formats that browsers play; ours by the vendor's name. */
export const OUTPUT_FORMATS = {
  mp3: 'mp3_44100_128',
  mp3_small: 'mp3_44100_64',
  wav: 'wav_24000',
} as const;

const share = (label: { en: string; 'zh-CN': string }, byDefault: number) =>
  field(z.number().min(0).max(1).default(byDefault), { control: 'slider', step: 0.05, label });

/** A voice model: what differs is the name, the words, the length of a text and the price per character. */
export function defineElevenLabsModel(
  model: Pick<ModelDefinition, 'slug' | 'vendorModel' | 'label' | 'description' | 'featureTags' | 'life'> & {
    /** Characters of one request. */
    readonly maxCharacters: number;
    readonly usdPerThousandCharacters: number;
  },
): ModelDefinition {
  const { maxCharacters, usdPerThousandCharacters, ...rest } = model;
  // As many characters as a cent buys; half as much again is for keeping and carrying the recording.
  const unit = Math.floor(10 / usdPerThousandCharacters);
  return defineModel({
    ...rest,
    outputType: 'audio',
    functionTags: ['text-to-speech'],
    parameters: z.strictObject({
      text: field(z.string().trim().min(1).max(maxCharacters), {
        control: 'textarea',
        label: { en: 'Text', 'zh-CN': '文本' },
        placeholder: { en: 'What is to be said', 'zh-CN': '需要朗读的内容' },
      }),
      voiceId: field(
        z
          .string()
          .regex(/^(?:[A-Za-z0-9]{10,40})?$/)
          .default(''),
        {
          control: 'select',
          vendorOptions: true,
          label: { en: 'Voice', 'zh-CN': '声音' },
          placeholder: { en: 'The first stock voice', 'zh-CN': '第一个预置声音' },
        },
      ),
      stability: share({ en: 'Steadiness', 'zh-CN': '稳定度' }, 0.5),
      similarity: share({ en: 'Likeness to the voice', 'zh-CN': '音色相似度' }, 0.75),
      speed: field(z.number().min(0.7).max(1.2).default(1), {
        control: 'slider',
        step: 0.05,
        unit: '×',
        label: { en: 'Speed', 'zh-CN': '语速' },
      }),
      outputFormat: field(z.enum(['mp3', 'mp3_small', 'wav']).default('mp3'), {
        control: 'segmented',
        label: { en: 'File', 'zh-CN': '文件' },
        options: {
          mp3: { en: 'MP3', 'zh-CN': 'MP3' },
          mp3_small: { en: 'Small MP3', 'zh-CN': '小体积 MP3' },
          wav: { en: 'WAV', 'zh-CN': 'WAV' },
        },
      }),
    }),
    priceRule: { byQuantity: [{ parameter: 'text', of: 'length', unit, credits: 2 }] },
    vendorCost: {
      asOf: '2026-06-30',
      source: 'API price list of ElevenLabs',
      byQuantity: [{ parameter: 'text', of: 'length', unit, credits: 0.01 }],
    },
    inputs: { min: 0, max: 0 },
    outputCount: () => 1,
    expectedSeconds: 6,
    deadlineMs: 5 * 60_000,
  });
}
