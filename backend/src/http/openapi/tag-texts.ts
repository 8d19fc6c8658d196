import type { LocalizedText } from '@atelier/shared/locales';
import type { RouteTag } from './document-route.ts';

/** What the routes of each group are for. */
export const TAG_TEXTS: Readonly<Record<RouteTag, LocalizedText>> = {
  accounts: { en: 'Registering, signing in and out.', 'zh-CN': '注册、登录与退出。' },
  tasks: {
    en: 'Ordering work, following it and fetching its results.',
    'zh-CN': '下单、查看进度并获取结果。',
  },
  batches: { en: 'Many pictures with one recipe.', 'zh-CN': '用同一配方处理多张图片。' },
  events: { en: 'What happens to tasks and credits, live.', 'zh-CN': '任务与积分的实时动态。' },
  catalogue: {
    en: 'What can be had here: recipes and models, their parameters and prices.',
    'zh-CN': '本站提供的配方与模型，及其参数和价格。',
  },
  credits: { en: 'Balance, entries and receipts.', 'zh-CN': '余额、明细与收据。' },
  'API keys': {
    en: 'Keys for programs: scopes, limits and use.',
    'zh-CN': '供程序使用的密钥：权限、限额与用量。',
  },
  'other doors': {
    en: 'The same tasks for clients of other APIs.',
    'zh-CN': '供其他 API 的客户端使用的同一批任务。',
  },
  files: { en: 'Stored files, by signed links.', 'zh-CN': '通过签名链接访问已存储的文件。' },
  webhooks: { en: 'Addresses that are told of events.', 'zh-CN': '接收事件通知的地址。' },
  callbacks: { en: 'Where providers say that work is done.', 'zh-CN': '供服务商通知任务完成。' },
  operators: { en: 'For those who run this installation.', 'zh-CN': '供本系统的管理员使用。' },
  'machine room': { en: 'Health, readiness and figures.', 'zh-CN': '健康状态、就绪状态与监控指标。' },
};
