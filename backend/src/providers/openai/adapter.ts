import type { ProviderAdapter } from '../adapter.ts';
import { bearer } from '../connection.ts';
import { readOpenAiImages, startOpenAiImages } from '../openai-images.ts';
import { openAiModelOf } from './define-openai-model.ts';

/** OpenAI's own pictures: one call that answers with them. No key of ours is honoured, so a start is never repeated. */
export const adapter: ProviderAdapter = {
  slug: 'openai',
  isRepeatable: false,
  maxConcurrent: 8,
  limitPer: 'installation',
  startsMayBeRelayed: true,
  connection: {
    label: { en: 'OpenAI', 'zh-CN': 'OpenAI' },
    website: 'https://platform.openai.com',
    endpoint: 'https://api.openai.com/v1',
    authorize: bearer,
    keyTest: {
      request: { kind: 'http', method: 'GET', url: '/models', timeoutMs: 20_000 },
      read: ({ status }) => ({ isGood: status === 200 }),
    },
  },
  start: (model, input) => startOpenAiImages(model.vendorModel, openAiModelOf(model), input),
  readStart: (answer, _model, input) => readOpenAiImages(answer, input),
};
