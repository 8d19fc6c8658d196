import { AsyncLocalStorage } from 'node:async_hooks';
import type { JobEngine } from '../engine/job-engine.ts';
import { runAsSystem } from '../lib/actor-scope.ts';
import type { Logger } from '../lib/logger.ts';
import type { Claim, DeliveryClaims, DueDelivery } from './delivery-claims.ts';
import type { DeliverySender } from './delivery-sender.ts';
import type { WebhookOutbox } from './webhook-outbox.ts';

/** How soon a delivery is seen whose time has come, or that another process has made. */
const LOOK_INTERVAL_MS = 1000;
/** Attempts at once in this process; nearly all of their time they wait for the network. */
const HANDS = 32;
const HANDS_PER_ENDPOINT = 4;
/** Those whose last attempt failed may be slow to fail again; they get few hands, and never all. */
const HANDS_PER_FAILING_ENDPOINT = 1;
const HANDS_FOR_FAILING = 16;
const DUE_PER_LOOK = 100;
/** How long a stopping process lets attempts end before it cuts them off and leaves them to the next one. */
const STOP_GRACE_MS = 5000;

interface WorkerParts {
  readonly claims: DeliveryClaims;
  readonly sender: DeliverySender;
  readonly outbox: WebhookOutbox;
  readonly engine: JobEngine;
  readonly logger: Logger;
}

/** What is under way to one endpoint. */
interface Busy {
  count: number;
  readonly isFailing: boolean;
}

/** Sends what is due, many at once, outside any transaction. */
export class DeliveryWorker {
  readonly #parts: WorkerParts;
  readonly #busy = new Map<string, Busy>();
  readonly #running = new Set<Promise<void>>();
  readonly #cutOff = new AbortController();
  /** Woken by the commit of whichever request: its user and its transaction must not come along. */
  readonly #outside = AsyncLocalStorage.snapshot();
  #isWorking = false;
  #isLooking = false;
  #lookAgain = false;

  constructor(parts: WorkerParts) {
    this.#parts = parts;
  }

  /** Begins to send in this process. */
  start(): void {
    const { engine, outbox } = this.#parts;
    this.#isWorking = true;
    outbox.whenNew(() => this.wake());
    engine.schedule('webhook deliveries', LOOK_INTERVAL_MS, async () => this.wake());
    this.wake();
  }

  /** Sends nothing more and waits for what is under way, which is cut off after a while and sent again later. */
  async stop(): Promise<void> {
    this.#isWorking = false;
    const grace = setTimeout(() => this.#cutOff.abort(), STOP_GRACE_MS);
    while (this.#running.size > 0) await Promise.all(this.#running);
    clearTimeout(grace);
  }

  /** Has a look at what is due; returns at once. */
  wake(): void {
    if (!this.#isWorking) return;
    if (this.#isLooking) {
      this.#lookAgain = true;
      return;
    }
    this.#isLooking = true;
    this.#outside(() => this.#track(runAsSystem(() => this.#look())));
  }

  #track(work: Promise<void>): void {
    const tracked = work
      .catch((error: unknown) => this.#parts.logger.error({ err: error }, 'webhooks could not be delivered'))
      .finally(() => this.#running.delete(tracked));
    this.#running.add(tracked);
  }

  async #look(): Promise<void> {
    try {
      do {
        this.#lookAgain = false;
        await this.#takeDue();
      } while (this.#lookAgain && this.#isWorking);
    } finally {
      this.#isLooking = false;
    }
  }

  /** Takes what is due until nothing is left, or no hand is free for what is. */
  async #takeDue(): Promise<void> {
    const full = new Set<string>();
    while (this.#isWorking && this.#hands() < HANDS) {
      for (const [endpointId, busy] of this.#busy)
        if (!this.#hasRoom(endpointId, busy.isFailing)) full.add(endpointId);
      const due = await this.#parts.claims.findDue(DUE_PER_LOOK, [...full]);
      let isAnyTaken = false;
      for (const delivery of due) {
        if (!this.#isWorking || this.#hands() >= HANDS) return;
        if (this.#hasRoom(delivery.endpoint_id, delivery.failing_since !== null)) {
          isAnyTaken = true;
          await this.#take(delivery);
        } else {
          full.add(delivery.endpoint_id);
        }
      }
      if (due.length < DUE_PER_LOOK && !isAnyTaken) return;
    }
  }

  async #take(due: DueDelivery): Promise<void> {
    const claim = await this.#parts.claims.claim(due);
    if (!claim) return;
    const busy = this.#busy.get(due.endpoint_id) ?? { count: 0, isFailing: due.failing_since !== null };
    busy.count += 1;
    this.#busy.set(due.endpoint_id, busy);
    this.#track(this.#attempt(claim));
  }

  async #attempt(claim: Claim): Promise<void> {
    const { claims, sender } = this.#parts;
    try {
      const outcome = await sender.send(claim, this.#cutOff.signal);
      await claims.settle(claim, outcome);
    } finally {
      this.#letGo(claim.endpoint.id);
      this.wake();
    }
  }

  #letGo(endpointId: string): void {
    const busy = this.#busy.get(endpointId);
    if (!busy) return;
    busy.count -= 1;
    if (busy.count === 0) this.#busy.delete(endpointId);
  }

  #hands(): number {
    let count = 0;
    for (const busy of this.#busy.values()) count += busy.count;
    return count;
  }

  #hasRoom(endpointId: string, isFailing: boolean): boolean {
    const mine = this.#busy.get(endpointId)?.count ?? 0;
    if (!isFailing) return mine < HANDS_PER_ENDPOINT;
    let failing = 0;
    for (const busy of this.#busy.values()) if (busy.isFailing) failing += busy.count;
    return mine < HANDS_PER_FAILING_ENDPOINT && failing < HANDS_FOR_FAILING;
  }
}
