import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';

/** `get_task` may wait 50 seconds. */
const CALL_TIMEOUT_MS = 90_000;

const FILE_PATHS = {
  type: 'array',
  items: { type: 'string' },
  maxItems: 5,
  description: 'Pictures on this machine (JPEG, PNG, WebP; 10 MB each). Uploaded before the task is made.',
};
const argumentsSchema = z.looseObject({
  file_paths: z.array(z.string().min(1)).optional(),
  asset_ids: z.array(z.string()).optional(),
});
const uploadedSchema = z.object({
  data: z.array(z.object({ id: z.string() })).nullable(),
  message: z.string(),
});

export interface BridgeTarget {
  /** Origin of a running Atelier. */
  readonly url: string;
  readonly apiKey: string;
}

/**
 * Serves the tools of an Atelier over standard input and output. They are the server's own; only here, on the user's
 * machine, `create_task` also takes paths of files. Resolves once the server has answered. @throws when it does not.
 */
export async function openBridge({ url, apiKey }: BridgeTarget): Promise<void> {
  const headers = { Authorization: `Bearer ${apiKey}` };
  const remote = new Client({ name: 'atelier-bridge', version: '1' });
  const line = new StreamableHTTPClientTransport(new URL('/mcp', url), { requestInit: { headers } });
  await remote.connect(line as Transport);

  const server = new Server({ name: 'atelier', version: '1' }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, async () => {
    const { tools } = await remote.listTools();
    return { tools: tools.map((tool) => (tool.name === 'create_task' ? withFilePaths(tool) : tool)) };
  });
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const { file_paths = [], ...rest } = argumentsSchema.parse(params.arguments ?? {});
    let wish: Record<string, unknown> = rest;
    if (params.name === 'create_task' && file_paths.length > 0) {
      try {
        const ids = await upload(new URL('/api/assets', url), headers, file_paths);
        wish = { ...rest, asset_ids: [...(rest.asset_ids ?? []), ...ids] };
      } catch (error) {
        const text = error instanceof Error ? error.message : String(error);
        return { content: [{ type: 'text', text }], isError: true };
      }
    }
    const request = { name: params.name, arguments: wish };
    return remote.callTool(request, undefined, { timeout: CALL_TIMEOUT_MS });
  });
  server.onclose = () => void remote.close();
  await server.connect(new StdioServerTransport());
}

type Tool = Awaited<ReturnType<Client['listTools']>>['tools'][number];

function withFilePaths(tool: Tool): Tool {
  const properties = { ...tool.inputSchema.properties, file_paths: FILE_PATHS };
  return { ...tool, inputSchema: { ...tool.inputSchema, properties } };
}

async function upload(
  target: URL,
  headers: Record<string, string>,
  paths: readonly string[],
): Promise<string[]> {
  const form = new FormData();
  for (const each of paths) form.append('files', await openAsBlob(each), path.basename(each));
  const response = await fetch(target, { method: 'POST', headers, body: form });
  const { data, message } = uploadedSchema.parse(await response.json());
  if (!data) throw new Error(message);
  return data.map(({ id }) => id);
}
