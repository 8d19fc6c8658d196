import { z } from 'zod';
import { documentRoute } from './document-route.ts';

const keyPath = z.object({
  key: z.string().meta({ description: 'Part of a signed link; may contain slashes.' }),
});

export const fileDocuments = [
  documentRoute({
    method: 'get',
    path: '/files/{key}',
    spansSegments: true,
    name: 'readFile',
    tag: 'files',
    access: 'link',
    summary: { en: 'A stored file, by signed link', 'zh-CN': '通过签名链接读取文件' },
    details: {
      en: 'Links are given by the API as they are and live a few minutes. Ranges are supported.',
      'zh-CN': '链接由 API 原样给出，有效期为几分钟；支持范围请求。',
    },
    request: { path: keyPath },
    answer: { contentType: 'application/octet-stream', schema: z.file() },
    errors: ['link_invalid', 'link_expired', 'not_found', 'storage_failed'],
  }),
  documentRoute({
    method: 'put',
    path: '/files/{key}',
    spansSegments: true,
    name: 'putFile',
    tag: 'files',
    access: 'link',
    summary: { en: 'Upload to a presigned link', 'zh-CN': '上传到预签名链接' },
    details: {
      en: 'Size, type and SHA-256 must be those the link was made for.',
      'zh-CN': '大小、类型与 SHA-256 必须与生成链接时一致。',
    },
    request: { path: keyPath, bytes: true },
    answer: { status: 200, empty: true },
    errors: ['link_invalid', 'link_expired', 'storage_full', 'storage_failed'],
  }),
];
