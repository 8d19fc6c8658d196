import { aboutDocuments } from './about.ts';
import { accountDocuments } from './accounts.ts';
import { adminCreditDocuments } from './admin-credits.ts';
import { adminTaskDocuments } from './admin-tasks.ts';
import { adminUserDocuments } from './admin-users.ts';
import { apiKeyDocuments } from './api-keys.ts';
import { assetDocuments } from './assets.ts';
import { batchDocuments } from './batches.ts';
import { callbackDocuments } from './callbacks.ts';
import { catalogueDocuments } from './catalogue.ts';
import { creditDocuments } from './credits.ts';
import type { DocumentedRoute } from './document-route.ts';
import { eventDocuments } from './events.ts';
import { externalDocuments } from './external.ts';
import { fileDocuments } from './files.ts';
import { generateDocuments } from './generate.ts';
import { laneDocuments } from './lanes.ts';
import { machineRoomDocuments } from './machine-room.ts';
import { mcpDocuments } from './mcp.ts';
import { membershipDocuments } from './memberships.ts';
import { openAiImageDocuments } from './openai-images.ts';
import { operationsDocuments } from './operations.ts';
import { providerDocuments } from './providers.ts';
import { relayCallbackDocuments } from './relay-callback.ts';
import { retentionDocuments } from './retention.ts';
import { taskApiDocuments } from './task-api.ts';
import { taskDocuments } from './tasks.ts';
import { webhookDocuments } from './webhooks.ts';

/** Every door of the server. A test holds this list and the mounted routes equal, in both directions. */
export const DOCUMENTED_ROUTES: readonly DocumentedRoute[] = [
  ...aboutDocuments,
  ...accountDocuments,
  ...taskDocuments,
  ...batchDocuments,
  ...eventDocuments,
  ...catalogueDocuments,
  ...creditDocuments,
  ...apiKeyDocuments,
  ...assetDocuments,
  ...externalDocuments,
  ...taskApiDocuments,
  ...generateDocuments,
  ...openAiImageDocuments,
  ...mcpDocuments,
  ...fileDocuments,
  ...webhookDocuments,
  ...callbackDocuments,
  ...relayCallbackDocuments,
  ...adminTaskDocuments,
  ...operationsDocuments,
  ...laneDocuments,
  ...adminUserDocuments,
  ...adminCreditDocuments,
  ...membershipDocuments,
  ...retentionDocuments,
  ...providerDocuments,
  ...machineRoomDocuments,
];
