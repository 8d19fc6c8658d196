import { z } from 'zod';
import { documentRoute } from './document-route.ts';

const messageSchema = z
  .looseObject({
    jsonrpc: z.literal('2.0'),
    method: z.string(),
    id: z.union([z.string(), z.int()]).optional(),
  })
  .meta({ description: 'A JSON-RPC message of the Model Context Protocol.' });

export const mcpDocuments = [
  documentRoute({
    method: 'post',
    path: '/mcp',
    name: 'callMcp',
    tag: 'other doors',
    access: 'key',
    summary: { en: 'Model Context Protocol, for assistants', 'zh-CN': '供 AI 助手使用的 MCP 接口' },
    details: {
      en: 'Streamable HTTP without sessions. Tools: `list_models`, `create_task`, `get_task`, `get_result`. Only `create_task` needs the scope `create`; everything else needs `read`.',
      'zh-CN':
        '无会话的 Streamable HTTP。工具：`list_models`、`create_task`、`get_task`、`get_result`。只有 `create_task` 需要 `create` 权限，其余需要 `read` 权限。',
    },
    request: {
      headers: z.object({
        Accept: z.literal('application/json, text/event-stream'),
        'MCP-Protocol-Version': z.string().optional(),
      }),
      body: messageSchema,
    },
    answer: {
      contentType: 'application/json',
      schema: z.looseObject({ jsonrpc: z.literal('2.0') }),
      isMaybeEmpty: true,
    },
    errors: [],
  }),
];
