import {
  adminTaskDetailSchema,
  adminTaskPageSchema,
  checkNowSchema,
  listAdminTasksSchema,
} from '@atelier/shared/contracts/admin-task';
import { MAX_SEARCHED_TASKS } from '@atelier/shared/limits';
import { z } from 'zod';
import { documentRoute } from './document-route.ts';

const common = { tag: 'operators', access: 'operator' } as const;
const path = z.object({ taskId: z.string().max(80) });

export const adminTaskDocuments = [
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/admin/tasks',
    name: 'listAllTasks',
    summary: { en: "Everybody's tasks, newest first", 'zh-CN': '所有用户的任务（最新在前）' },
    details: {
      en: `One answer looks through ${MAX_SEARCHED_TASKS} tasks at most. When few of them match, it may hold fewer than \`limit\` and still have a \`nextCursor\`; \`searchedTo\` says how far back it came.`,
      'zh-CN': `每次请求最多检索 ${MAX_SEARCHED_TASKS} 个任务。匹配较少时，返回数量可能少于 \`limit\` 而仍有 \`nextCursor\`；\`searchedTo\` 表示已检索到的时间。`,
    },
    request: { query: listAdminTasksSchema },
    answer: { data: adminTaskPageSchema },
    errors: [],
  }),
  documentRoute({
    ...common,
    method: 'get',
    path: '/api/admin/tasks/{taskId}',
    name: 'readAnyTask',
    summary: {
      en: 'One task with its events, its receipt and what went wrong',
      'zh-CN': '单个任务的事件、收据与故障详情',
    },
    details: {
      en: 'What the task is about and its pictures are not shown, only how many files there are and how large they are.',
      'zh-CN': '不显示任务内容与图片，仅显示文件数量与大小。',
    },
    request: { path },
    answer: { data: adminTaskDetailSchema },
    errors: ['not_found'],
  }),
  documentRoute({
    ...common,
    method: 'post',
    path: '/api/admin/tasks/{taskId}/cancel',
    name: 'cancelAnyTask',
    summary: {
      en: 'Cancel a task for its owner; the credits come back',
      'zh-CN': '代用户取消任务并退还积分',
    },
    request: { path },
    answer: { data: adminTaskDetailSchema },
    errors: ['not_found', 'task_not_cancelable'],
  }),
  documentRoute({
    ...common,
    method: 'post',
    path: '/api/admin/tasks/{taskId}/check-now',
    name: 'checkTaskNow',
    summary: { en: 'Ask the vendor about a task now', 'zh-CN': '立即向服务商查询任务' },
    details: {
      en: 'As a callback of the vendor would: at most once in five seconds, and only while the vendor has the work.',
      'zh-CN': '效果与服务商回调相同：五秒内最多一次，且仅在服务商处理任务期间有效。',
    },
    request: { path },
    answer: { data: checkNowSchema },
    errors: ['not_found'],
  }),
];
