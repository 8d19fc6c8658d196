import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { type Request, type RequestHandler, Router } from 'express';
import { AppError } from '../../lib/app-error.ts';
import { absoluteLink } from '../absolute-link.ts';
import type { McpParts } from '../mcp/mcp-server.ts';
import { requestIdOf } from '../request-context.ts';
import { actorOf, type DoorRules } from '../require-user.ts';
import { localeOf } from '../respond.ts';

/** Clients must take both (MCP 2025-06-18, "Sending messages to the server"). */
const ANSWER_TYPES = ['application/json', 'text/event-stream'] as const;

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
      await assertMessage(request);
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
      // The transport's own listeners for the end are nearly as many as Node expects.
      response.setMaxListeners(20);
      response.once('close', () => void server.close());
      await server.connect(transport as Transport);
      await transport.handleRequest(request, response, request.body);
    },
  );

  // Where there are no sessions, there is no stream to open and none to end.
  router.use('/mcp', (_request, _response, next) => next(new AppError('method_not_allowed')));

  return router;
}

/** What the protocol asks of every request, refused in the same form as everywhere. @throws AppError request_invalid */
async function assertMessage(request: Request): Promise<void> {
  const { JSONRPCMessageSchema, SUPPORTED_PROTOCOL_VERSIONS } = await import(
    '@modelcontextprotocol/sdk/types.js'
  );
  const accepted = request.headers.accept ?? '';
  if (!ANSWER_TYPES.every((type) => accepted.includes(type)))
    throw new AppError('request_invalid', { detail: `Accept must name ${ANSWER_TYPES.join(' and ')}` });
  const version = request.headers['mcp-protocol-version'];
  if (version !== undefined && !SUPPORTED_PROTOCOL_VERSIONS.includes(String(version)))
    throw new AppError('request_invalid', { detail: 'MCP-Protocol-Version is not one of ours' });
  if (!JSONRPCMessageSchema.safeParse(request.body).success)
    throw new AppError('request_invalid', { detail: 'the body must be one JSON-RPC message' });
}

/** The only call that spends; everything else reads. A list of messages would hide one among others and is refused. */
function isOrdering({ body }: Request): boolean {
  return body?.method === 'tools/call' && body?.params?.name === 'create_task';
}
