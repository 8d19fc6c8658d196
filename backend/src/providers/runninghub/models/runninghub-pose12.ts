import { field } from '@atelier/shared/parameter-form';
import { ALL_POSE_FRAMES, readFrames } from '@atelier/shared/pose-frames';
import { z } from 'zod';
import { defineModel } from '../../define-model.ts';
import { EMULATED_WORKFLOW, poseWorkflowSchema } from '../workflow.ts';

const MAX_DESCRIPTION = 500;

export default defineModel({
  slug: 'runninghub-pose12',
  vendorModel: 'workflow',
  settings: {
    schema: poseWorkflowSchema,
    environmentName: 'RUNNINGHUB_POSE12_WORKFLOW',
    emulated: EMULATED_WORKFLOW,
  },
  label: { en: 'Twelve poses (RunningHub)', 'zh-CN': '十二姿势（RunningHub）' },
  description: {
    en: 'One picture of a garment becomes twelve pictures of a model wearing it.',
    'zh-CN': '一张服装图，生成十二张模特上身图。',
  },
  outputType: 'image',
  functionTags: ['model-poses'],
  parameters: z.strictObject({
    scene: field(z.enum(['street', 'studio', 'indoor']).default('studio'), {
      control: 'segmented',
      label: { en: 'Scene', 'zh-CN': '场景' },
      options: {
        street: { en: 'Street', 'zh-CN': '街拍' },
        studio: { en: 'White studio', 'zh-CN': '白棚' },
        indoor: { en: 'At home', 'zh-CN': '室内家居' },
      },
    }),
    category: field(z.enum(['shoes', 'dress', 'hoodie']).default('dress'), {
      control: 'segmented',
      label: { en: 'Category', 'zh-CN': '品类' },
      options: {
        shoes: { en: 'Shoes', 'zh-CN': '鞋子' },
        dress: { en: 'Dress', 'zh-CN': '连衣裙' },
        hoodie: { en: 'Hoodie', 'zh-CN': '卫衣' },
      },
    }),
    description: field(z.string().trim().max(MAX_DESCRIPTION).default(''), {
      control: 'textarea',
      label: { en: 'Description', 'zh-CN': '商品描述' },
      placeholder: {
        en: 'Material, color, fit: what the picture does not show',
        'zh-CN': '材质、颜色、版型等图片上看不出的信息',
      },
    }),
    frames: field(
      z
        .string()
        .max(40)
        .refine((text) => readFrames(text) !== undefined, 'numbers from 1 to 12, ascending, joined by commas')
        .default(ALL_POSE_FRAMES),
      {
        control: 'frames',
        label: { en: 'Frames', 'zh-CN': '分镜' },
        help: {
          en: 'Only the chosen ones are made and charged.',
          'zh-CN': '只生成并计费所选分镜。',
        },
      },
    ),
  }),
  priceRule: { perOutput: 4 },
  vendorCost: {
    perOutput: 0.03,
    asOf: '2026-11-25',
    source: "an estimate: RunningHub bills the running time of the operator's own workflow",
  },
  inputs: { min: 1, max: 1, pictures: { maxBytes: 10_000_000 } },
  outputCount: ({ frames }) => readFrames(String(frames))?.length ?? 0,
  expectedSeconds: 180,
  deadlineMs: 30 * 60_000,
});
