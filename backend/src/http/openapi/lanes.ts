import { laneSchema, pauseLaneSchema } from '@atelier/shared/contracts/lane';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';

const common = {
  tag: 'operators',
  access: 'operator',
  answer: { data: z.array(laneSchema) },
} as const;
const path = z.object({ lane: z.string().max(64) });

export const laneDocuments = [
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/admin/lanes',
    name: 'listLanes',
    summary: { en: 'The lines of waiting tasks', 'zh-CN': '各任务队列的状态' },
    errors: [],
  }),
  documentRoute({
    ...common,
    method: 'post',
    path: '/api/admin/lanes/{lane}/pause',
    name: 'pauseLane',
    summary: {
      en: 'Start nothing more in a line; what is under way goes on',
      'zh-CN': '暂停队列；进行中的任务会继续完成',
    },
    request: { path, body: pauseLaneSchema },
    errors: ['not_found'],
  }),
  documentRoute({
    ...common,
    method: 'post',
    path: '/api/admin/lanes/{lane}/resume',
    name: 'resumeLane',
    summary: { en: 'Let a line go on where it stood', 'zh-CN': '恢复队列' },
    request: { path },
    errors: ['not_found'],
  }),
];
