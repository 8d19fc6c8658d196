import {
  keyTestSchema,
  providerModelSchema,
  providerSchema,
  updateModelSchema,
  updateProviderSchema,
} from '@atelier/shared/contracts/provider';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';

const common = { tag: 'operators', access: 'operator' } as const;
const path = z.object({ slug: z.string().max(100) });

export const providerDocuments = [
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/admin/providers',
    name: 'listProviders',
    summary: { en: 'Providers with their state and figures', 'zh-CN': '服务商的设置、状态与统计' },
    answer: { data: z.array(providerSchema) },
    errors: [],
  }),
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/admin/providers/{slug}',
    name: 'readProvider',
    summary: { en: 'One provider', 'zh-CN': '查看一个服务商' },
    request: { path },
    answer: { data: providerSchema },
    errors: ['not_found'],
  }),
  documentRoute({
    ...common,
    method: 'patch',
    path: '/api/admin/providers/{slug}',
    name: 'updateProvider',
    summary: { en: 'Change a provider; keys are write-only', 'zh-CN': '修改服务商（密钥只写不读）' },
    request: { path, body: updateProviderSchema },
    answer: { data: providerSchema },
    errors: ['not_found', 'url_refused', 'provider_key_needed'],
  }),
  documentRoute({
    ...common,
    method: 'post',
    path: '/api/admin/providers/{slug}/test',
    name: 'testProvider',
    summary: { en: 'Try the key with a free call', 'zh-CN': '用免费接口测试密钥' },
    request: { path },
    answer: { data: keyTestSchema },
    errors: ['not_found', 'provider_not_testable', 'provider_not_configured'],
  }),
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/admin/models',
    name: 'listProviderModels',
    summary: { en: 'All models with their state, price and use', 'zh-CN': '所有模型的状态、价格与使用量' },
    answer: { data: z.array(providerModelSchema) },
    errors: [],
  }),
  documentRoute({
    ...common,
    method: 'patch',
    path: '/api/admin/models/{slug}',
    name: 'updateProviderModel',
    summary: { en: 'Switch a model on or off, change its price', 'zh-CN': '启用或停用模型、调整价格' },
    request: { path, body: updateModelSchema },
    answer: { data: providerModelSchema },
    errors: ['not_found'],
  }),
];
