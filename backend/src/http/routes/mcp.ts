import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type Request, type RequestHandler, Router } from 'express';
import { AppError } from '../../lib/app-error.ts';
import { absoluteLink } from '../absolute-link.ts';
import type { McpParts } from '../mcp/mcp-server.ts';
import { requestIdOf } from '../request-context.ts';
import { actorOf, type DoorRules } from '../require-user.ts';
import { localeOf } from '../respond.ts';

interface Parts extends McpParts {
  readonly requireCaller: (rules: DoorRules) => RequestHandler;
  readonly stopping: AbortSignal;
}

/** MCP over streamable HTTP, without sessions: each request stands alone, so any process can answer it. */
export function mcpRoutes(parts: Parts): Router {
  const router = Router();
  const read = parts.requireCaller({ sessions: false, keyScope: 'read' });
  const create = parts.requireCaller({ sessions: false, keyScope: 'create' });

  router.post(
    '/mcp',
    (request, response, next) => (isOrdering(request) ? create : read)(request, response, next),
    async (request, response) => {
      if (typeof request.body !== 'object' || request.body === null || Array.isArray(request.body))
        throw new AppError('request_invalid', { detail: 'one JSON-RPC message' });
      // Loaded with the first request: most installations are never asked.
      const [{ StreamableHTTPServerTransport }, { createMcpServer }] = await Promise.all([
        import('@modelcontextprotocol/sdk/server/streamableHttp.js'),
        import('../mcp/mcp-server.ts'),
      ]);
      const { userId, apiKeyId } = actorOf(request);
      const caller = {
        ...{ userId, apiKeyId, stopping: parts.stopping },
        locale: localeOf(request),
        toLink: (url: string) => absoluteLink(request, url),
      };
      const server = createMcpServer(parts, caller, requestIdOf(request));
      const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
      response.once('close', () => void server.close());
      await server.connect(transport as Transport);
      await transport.handleRequest(request, response, request.body);
    },
  );

  // Where there are no sessions, there is no stream to open and none to end.
  router.use('/mcp', (_request, _response, next) => next(new AppError('method_not_allowed')));

  return router;
}

/** The only call that spends; everything else reads. A list of messages would hide one among others and is refused. */
function isOrdering({ body }: Request): boolean {
  return body?.method === 'tools/call' && body?.params?.name === 'create_task';
}
