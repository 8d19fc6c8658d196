import type {
  NewWebhook,
  WebhookDelivery,
  WebhookDeliveryDetails,
  WebhookWithSecret,
} from '@atelier/shared/contracts/webhook';
import { WEBHOOK_EVENT_TYPES } from '@atelier/shared/webhook-events';
import { createSafeFetch } from '../../src/lib/safe-fetch.ts';
import { MovingClock } from '../moving-clock.ts';
import { TaskClient } from '../task-client.ts';
import { eventually, openTestStudio, type TestStudio, type TestStudioOptions } from '../test-studio.ts';
import { openReceiver, type Receiver } from './receiver.ts';
import { toLoopback } from './to-loopback.ts';

const SECOND_MS = 1000;

export interface WebhookBench {
  readonly studio: TestStudio;
  readonly clock: MovingClock;
  readonly client: TaskClient;
  readonly userId: string;
  readonly receiver: Receiver;
  readonly urlOf: (path: string) => string;
  readonly addEndpoint: (wish?: Partial<NewWebhook>) => Promise<WebhookWithSecret>;
  /** Gives credits, which is one `credits.changed`. */
  readonly giveCredits: () => Promise<void>;
  /** Waits until the newest delivery is as wanted. */
  readonly newest: (
    endpointId: string,
    isWanted?: (delivery: WebhookDelivery) => boolean,
  ) => Promise<WebhookDeliveryDetails>;
  /** Moves the time and has the worker look at once. */
  readonly advance: (ms: number) => void;
}

/** A studio with a clock that tests move, one user, and a customer's server. */
export async function openWebhookBench(options: TestStudioOptions = {}): Promise<WebhookBench> {
  const clock = new MovingClock();
  const receiver = await openReceiver();
  const studio = await openTestStudio({
    clock,
    safeFetch: createSafeFetch(toLoopback),
    webhookTimeoutMs: SECOND_MS,
    ...options,
  });
  const client = new TaskClient(studio, await studio.user(10));
  const { userId } = client;
  const { endpoints, log, worker } = studio.parts.webhooks;
  const urlOf = (path: string) => `http://hooks.example:${receiver.port}${path}`;
  let grants = 0;
  return {
    studio,
    clock,
    client,
    userId,
    receiver,
    urlOf,
    addEndpoint: (wish = {}) =>
      endpoints.create(userId, {
        url: urlOf('/hook'),
        description: '',
        events: [...WEBHOOK_EVENT_TYPES],
        isActive: true,
        ...wish,
      }),
    giveCredits: async () => {
      grants += 1;
      const reason = `gift ${grants}`;
      await studio.parts.database.transaction((transaction) =>
        studio.parts.ledger.grant(transaction, { userId, amount: 1, reason }),
      );
    },
    newest: (endpointId, isWanted = ({ state }) => state !== 'pending') =>
      eventually(async () => {
        const { deliveries } = await log.list(userId, endpointId, { limit: 1, offset: 0 });
        const [delivery] = deliveries;
        return delivery && isWanted(delivery) && log.read(userId, endpointId, delivery.id);
      }),
    advance: (ms) => {
      clock.advance(ms);
      worker.wake();
    },
  };
}
