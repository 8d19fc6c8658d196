import type { About } from '@atelier/shared/contracts/about';
import { MAX_FILES_PER_TASK, MAX_JSON_BODY_BYTES } from '@atelier/shared/limits';
import express, { type Express } from 'express';
import { sql } from 'kysely';
import type { Parts } from './compose.ts';
import { SessionCookies } from './http/cookies.ts';
import { externalFailure } from './http/doors/external-words.ts';
import { answerOpenAiFailures } from './http/doors/openai-failures.ts';
import { OpenAiModels } from './http/doors/openai-models.ts';
import { taskApiFailure } from './http/doors/task-api-words.ts';
import { errorHandler } from './http/error-handler.ts';
import { answerFailuresAs } from './http/failure-words.ts';
import {
  countCallbacks,
  createMetricsRegistry,
  measureLedger,
  measureRelay,
  measureRequests,
  measureStreams,
} from './http/http-metrics.ts';
import { DOCUMENTED_ROUTES } from './http/openapi/documented-routes.ts';
import { servePage } from './http/page.ts';
import type { PatientAnswerOptions } from './http/patient-answer.ts';
import { createRateLimits, type RateLimitOptions } from './http/rate-limit.ts';
import { readiness } from './http/readiness.ts';
import { receiveFiles } from './http/receive-files.ts';
import { requestContext } from './http/request-context.ts';
import { requireService } from './http/require-service.ts';
import { createGuards } from './http/require-user.ts';
import { aboutRoutes } from './http/routes/about.ts';
import { adminCreditRoutes } from './http/routes/admin-credits.ts';
import { adminTaskRoutes } from './http/routes/admin-tasks.ts';
import { adminUserRoutes } from './http/routes/admin-users.ts';
import { apiDocsRoutes } from './http/routes/api-docs.ts';
import { apiKeyRoutes } from './http/routes/api-keys.ts';
import { assetRoutes } from './http/routes/assets.ts';
import { authRoutes } from './http/routes/auth.ts';
import { batchRoutes } from './http/routes/batches.ts';
import { callbackRoutes } from './http/routes/callbacks.ts';
import { catalogueRoutes } from './http/routes/catalogue.ts';
import { creditRoutes } from './http/routes/credits.ts';
import { eventRoutes } from './http/routes/events.ts';
import { externalRoutes } from './http/routes/external.ts';
import { filesRoutes } from './http/routes/files.ts';
import { generateRoutes } from './http/routes/generate.ts';
import { laneRoutes } from './http/routes/lanes.ts';
import { machineRoomRoutes } from './http/routes/machine-room.ts';
import { mcpRoutes } from './http/routes/mcp.ts';
import { membershipRoutes } from './http/routes/memberships.ts';
import { type OpenAiDoorParts, openAiImageRoutes } from './http/routes/openai-images.ts';
import { operationsRoutes } from './http/routes/operations.ts';
import { providerRoutes } from './http/routes/providers.ts';
import { relayCallbackRoutes } from './http/routes/relay-callback.ts';
import { retentionRoutes } from './http/routes/retention.ts';
import { taskApiRoutes } from './http/routes/task-api.ts';
import { taskRoutes } from './http/routes/tasks.ts';
import { webhookRoutes } from './http/routes/webhooks.ts';
import { sameOrigin } from './http/same-origin.ts';
import { securityHeaders } from './http/security-headers.ts';
import { AppError } from './lib/app-error.ts';
import { FILES_PATH } from './storage/create-store.ts';
import { TaskWaiter } from './tasks/task-waiter.ts';

export interface AppOptions {
  /** Aborted when the server stops. */
  readonly stopping: AbortSignal;
  readonly rateLimits?: RateLimitOptions;
  /** Of doors whose callers wait for the result itself. */
  readonly patience?: PatientAnswerOptions | undefined;
}

/** The whole HTTP surface as one Express app. Opens no port. The order of the lines is the policy. */
export function createApp(parts: Parts, options: AppOptions): Express {
  const { config, logger, accounts, tasks, reader, assets, credits, catalogue, clock } = parts;
  const guards = createGuards(parts);
  const { requireUser, requireSession, requireOperator } = guards;
  const limits = createRateLimits(options.rateLimits);
  const metrics = createMetricsRegistry();
  measureLedger(metrics, parts);
  measureStreams(metrics, () => parts.liveEvents.size);
  const { relayPublisher } = parts;
  if (relayPublisher) measureRelay(metrics, relayPublisher);

  const findFailing = readiness({
    checkDatabase: async () => void (await sql`select 1`.execute(parts.database.read)),
    checkStorage: () => parts.store.checkHealth(),
    checkEngine: async () => void (await parts.engine.health()),
    stopping: options.stopping,
    clock,
    logger,
  });

  const app = express();
  app.disable('x-powered-by');
  // Answers of the API are not kept by anybody; files have tags of their own.
  app.disable('etag');
  app.set('trust proxy', config.trustedProxies);
  app.set('query parser', 'simple');
  app.use(requestContext(logger));
  app.use(measureRequests(metrics, DOCUMENTED_ROUTES));
  app.use(securityHeaders({ secure: config.secureCookies, storageOrigins: storageOriginsOf(parts) }));
  app.use(machineRoomRoutes({ findFailing, metrics, metricsToken: config.metricsToken }));
  if (parts.localDisk) app.use(FILES_PATH, filesRoutes({ store: parts.localDisk, clock }));

  // Before the limits by address: all callbacks of a vendor come from a few, and forged ones cost next to nothing.
  const count = countCallbacks(metrics);
  app.use('/api', noStore, callbackRoutes({ desk: parts.callbackDesk, count }));
  app.use('/api', noStore, relayCallbackRoutes({ desk: parts.relayDesk }));
  app.use('/api/external', answerFailuresAs(externalFailure));
  app.use('/api/task', answerFailuresAs(taskApiFailure));
  app.use('/api', guards.identifyUser, limits.general, sameOrigin(ownOrigins(config.appUrl)));
  app.use('/api', express.json({ limit: MAX_JSON_BODY_BYTES }), noStore);
  // Before the others: a request is compared with all routes that stand before its own, and most are about tasks.
  const receive = receiveFiles({ temporaryRoot: parts.temporaryRoot, logger });
  app.use('/api', taskRoutes({ tasks, reader, assets, credits, requireUser, receiveFiles: receive }));
  app.use('/api', assetRoutes({ ...parts, requireUser, receiveFiles: receive }));
  app.use('/api', apiDocsRoutes(DOCUMENTED_ROUTES));
  app.use('/api', aboutRoutes(aboutOf(config)));
  app.use(
    '/api',
    authRoutes({
      accounts,
      cookies: new SessionCookies({ secure: config.secureCookies }),
      limits,
      requireSession,
      refuseKeys: guards.refuseKeys,
    }),
  );
  app.use('/api', catalogueRoutes({ catalogue, tasks, optionLists: parts.optionLists, requireUser }));
  app.use('/api', creditRoutes({ credits, requireUser }));
  app.use('/api', apiKeyRoutes({ apiKeys: parts.apiKeys, requireSession }));
  const { events, liveEvents } = parts;
  app.use('/api', eventRoutes({ events, liveEvents, requireUser, stopping: options.stopping }));
  app.use('/api', laneRoutes({ lanes: parts.lanes, requireOperator }));
  app.use('/api', adminTaskRoutes({ ...parts, requireOperator }));
  app.use('/api', operationsRoutes({ ...parts, findFailing, requireOperator }));
  app.use('/api', providerRoutes({ desk: parts.providerDesk, requireOperator }));
  const { endpoints, log } = parts.webhooks;
  app.use(
    '/api',
    webhookRoutes({ endpoints, log, idempotency: parts.idempotency, requireUser, requireSession }),
  );
  const { adjustments, losses } = parts;
  app.use('/api', adminCreditRoutes({ adjustments, losses, requireOperator }));
  app.use('/api', adminUserRoutes({ ...parts, appUrl: config.appUrl, requireOperator }));
  app.use('/api', membershipRoutes({ ...parts, requireOperator }));
  app.use('/api', retentionRoutes({ ...parts, requireUser, requireOperator }));
  app.use('/api', externalRoutes({ ...parts, requireKey: guards.requireCaller({ sessions: false }) }));
  app.use(
    '/api',
    taskApiRoutes({ ...parts, requireUser, requireService: requireService(config.serviceToken) }),
  );
  app.use('/api', generateRoutes({ ...parts, requireUser }));
  app.use('/api', batchRoutes({ ...parts, requireUser, receiveFiles: receive }));
  app.use('/api', (_request, _response, next) => next(new AppError('route_not_found')));

  // Beside the API and with its limits, but for keys alone: no cookie opens it, so no other site can either.
  app.use('/v1', answerOpenAiFailures(), guards.identifyUser, limits.general);
  app.use('/v1', express.json({ limit: MAX_JSON_BODY_BYTES }), noStore);
  app.use('/v1', openAiImageRoutes(openAiDoor(parts, guards.requireCaller({ sessions: false }), options)));
  app.use('/v1', (_request, _response, next) => next(new AppError('route_not_found')));

  app.use('/mcp', guards.identifyUser, limits.general);
  app.use('/mcp', express.json({ limit: MAX_JSON_BODY_BYTES }), noStore);
  app.use(mcpRoutes({ ...parts, ...guards, waiter: new TaskWaiter(parts), stopping: options.stopping }));

  app.use(servePage());
  app.use((_request, _response, next) => next(new AppError('route_not_found')));
  app.use(errorHandler(logger));
  return app;
}

function openAiDoor(parts: Parts, requireKey: express.RequestHandler, options: AppOptions): OpenAiDoorParts {
  const { temporaryRoot, logger } = parts;
  return {
    ...parts,
    requireKey,
    waiter: new TaskWaiter(parts),
    names: new OpenAiModels(parts),
    // A mask comes beside the pictures of a task.
    receivePictures: receiveFiles({
      ...{ temporaryRoot, logger },
      fields: ['image', 'image[]', 'mask'],
      maxFiles: MAX_FILES_PER_TASK + 1,
    }),
    stopping: options.stopping,
    patience: options.patience,
  };
}

const aboutOf = ({ demoData, registrationOpen, supportContact }: Parts['config']): About => ({
  demo: demoData,
  registration: registrationOpen ? 'open' : 'closed',
  contact: supportContact ?? null,
});

const noStore: express.RequestHandler = (_request, response, next) => {
  response.setHeader('Cache-Control', 'no-store');
  next();
};

function ownOrigins(appUrl: string | undefined): { trustedOrigins: readonly string[] } {
  return { trustedOrigins: appUrl === undefined ? [] : [appUrl] };
}

/** Where browsers fetch pictures from when they are not on this server. */
function storageOriginsOf({ config, store }: Parts): readonly string[] {
  const { storage } = config;
  if (storage.provider === 'local') return [];
  const known = [
    storage.publicBaseUrl,
    storage.signingEndpoint ?? storage.endpoint,
    store.publicUrl('probe.bin'),
  ];
  return [...new Set(known.flatMap((url) => (url ? [new URL(url).origin] : [])))];
}
