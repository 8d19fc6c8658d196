import { MAX_FILES_PER_TASK } from '@atelier/shared/limits';
import { basicCleanParameters } from '../../../pictures/operations/basic-clean-parameters.ts';
import { defineModel } from '../../define-model.ts';

export default defineModel({
  slug: 'local-basic-clean',
  vendorModel: 'basic_clean',
  label: { en: 'Basic clean (on this server)', 'zh-CN': '基础修图（本机）' },
  description: {
    en: 'Cut-out, pure white background and a gently enhanced version, without leaving this server.',
    'zh-CN': '抠图、纯白底图与自然增强图，一次完成，图片不离开本服务器。',
  },
  outputType: 'image',
  functionTags: ['product-cleaning', 'background-removal'],
  parameters: basicCleanParameters,
  priceRule: { perInput: 1 },
  inputs: { min: 1, max: MAX_FILES_PER_TASK },
  outputCount: ({ template }, inputCount) => (template === 'all' ? 3 : 1) * inputCount,
  deadlineMs: 10 * 60_000,
});
