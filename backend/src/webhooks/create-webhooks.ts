import type { Database } from '../db/database.ts';
import type { JobEngine } from '../engine/job-engine.ts';
import type { EventLog } from '../events/event-log.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { SafeFetch } from '../lib/safe-fetch.ts';
import type { SealedSecrets } from '../lib/sealed-secrets.ts';
import { DeliveryClaims } from './delivery-claims.ts';
import { DeliveryLog } from './delivery-log.ts';
import { DeliverySender } from './delivery-sender.ts';
import { DeliveryWorker } from './delivery-worker.ts';
import { EndpointSecrets } from './endpoint-secrets.ts';
import { WebhookEndpoints } from './webhook-endpoints.ts';
import type { WebhookOutbox } from './webhook-outbox.ts';
import { WebhookSweeper } from './webhook-sweeper.ts';

const SWEEP_INTERVAL_MS = 10 * 60_000;

export interface WebhooksParts {
  readonly database: Database;
  readonly events: EventLog;
  /** The one that the event log writes into. */
  readonly outbox: WebhookOutbox;
  readonly engine: JobEngine;
  readonly seals: SealedSecrets;
  readonly safeFetch: SafeFetch;
  readonly allowHttp: boolean;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For one attempt. */
  readonly timeoutMs?: number | undefined;
}

/** Everything about webhooks that the rest of the house uses. */
export interface Webhooks {
  readonly endpoints: WebhookEndpoints;
  readonly log: DeliveryLog;
  readonly worker: DeliveryWorker;
  readonly sweeper: WebhookSweeper;
  readonly secrets: EndpointSecrets;
  /** Begins to deliver in this process. Returns the function that ends it. */
  start(): Promise<() => Promise<void>>;
}

export function createWebhooks(parts: WebhooksParts): Webhooks {
  const { engine, logger } = parts;
  const secrets = new EndpointSecrets(parts);
  const sender = new DeliverySender({ ...parts, secrets });
  const worker = new DeliveryWorker({ ...parts, claims: new DeliveryClaims(parts), sender });
  const sweeper = new WebhookSweeper(parts);
  return {
    endpoints: new WebhookEndpoints({ ...parts, secrets }),
    log: new DeliveryLog(parts),
    worker,
    sweeper,
    secrets,
    start: async () => {
      const resealed = await secrets.reseal();
      if (resealed > 0) logger.info({ resealed }, 'secrets of webhooks were sealed with the current key');
      engine.schedule('webhook sweep', SWEEP_INTERVAL_MS, () => sweeper.sweep());
      worker.start();
      return () => worker.stop();
    },
  };
}
