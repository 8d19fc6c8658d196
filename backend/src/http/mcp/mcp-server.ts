import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { z } from 'zod';
import { AppError } from '../../lib/app-error.ts';
import type { Logger } from '../../lib/logger.ts';
import {
  describeFailure,
  TASK_TOOLS,
  type TaskTool,
  type TaskToolParts,
  type ToolCaller,
} from './task-tools.ts';

export interface McpParts extends TaskToolParts {
  readonly logger: Pick<Logger, 'error'>;
}

/** An MCP server (revision 2025-06-18) that acts for one caller. Holds no state: one is made for each request. */
export function createMcpServer(parts: McpParts, caller: ToolCaller, requestId: string): McpServer {
  const server = new McpServer({ name: 'atelier', version: '1' });
  for (const [name, tool] of Object.entries<TaskTool>(TASK_TOOLS)) {
    const { title, description, schema, isReading } = tool;
    const annotations = { readOnlyHint: isReading, destructiveHint: false, openWorldHint: true };
    server.registerTool(
      name,
      { title, description, inputSchema: schema, annotations },
      async (wish: z.output<typeof schema>) => {
        try {
          return { content: [...(await tool.run(parts, caller, wish))] };
        } catch (error) {
          const failure = asAppError(parts, error, requestId);
          return { content: [describeFailure(failure, caller.locale)], isError: true };
        }
      },
    );
  }
  return server;
}

/** Foreign messages stay in the log, here as everywhere. */
function asAppError({ logger }: McpParts, error: unknown, requestId: string): AppError {
  if (error instanceof AppError) return error;
  logger.error({ err: error, requestId }, 'a tool failed');
  return new AppError('internal_error', { requestId }, { cause: error });
}
