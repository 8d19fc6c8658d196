import { AsyncLocalStorage } from 'node:async_hooks';
import type { Writable } from 'node:stream';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { EventBell } from './event-bell.ts';
import { EventFeed } from './event-feed.ts';
import type { EventLog } from './event-log.ts';
import { EventStream } from './event-stream.ts';
import { ReadQueue } from './read-queue.ts';

/** Between two heartbeats of one stream. */
const HEARTBEAT_MS = 15_000;
/** Heartbeats come in so many groups one after another, so that a thousand streams are not served in one breath. */
const HEARTBEAT_GROUPS = 15;
/** Some twenty tabs; each process counts its own. */
const MAX_STREAMS_PER_USER = 20;

export interface LiveEventsParts {
  readonly events: EventLog;
  readonly bell: EventBell;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Whether this user may still listen; asked at each heartbeat. */
  readonly admits: (userId: string) => Promise<boolean>;
  /** The same for an API key. */
  readonly admitsKey: (apiKeyId: string) => Promise<boolean>;
  readonly heartbeatMs?: number;
}

export interface Watcher {
  readonly userId: string;
  /** The API key it watches with; null for a signed-in session. */
  readonly apiKeyId?: string | null | undefined;
  /** The id of the last event that the watcher has. */
  readonly after: number;
  /** When its session ends, in milliseconds since 1970; it is closed at the next heartbeat then. */
  readonly endsAtMs?: number | undefined;
}

/** All open streams of this process: one feed per watched user, one timer for all heartbeats. */
export class LiveEvents {
  readonly #parts: LiveEventsParts;
  readonly #feeds = new Map<string, EventFeed>();
  /** The heartbeat group of each feed. */
  readonly #groups = new WeakMap<EventFeed, number>();
  readonly #queue: ReadQueue;
  /** The timer must not inherit the user of the request that happened to come first. */
  readonly #outside = AsyncLocalStorage.snapshot();
  #stopListening: (() => void) | undefined;
  #timer: NodeJS.Timeout | undefined;
  #feedsMade = 0;
  #beats = 0;
  #isClosed = false;

  constructor(parts: LiveEventsParts) {
    this.#parts = parts;
    this.#queue = new ReadQueue((error) =>
      parts.logger.error({ err: error }, 'live events could not be read; tried again at the next heartbeat'),
    );
  }

  /** Open streams in this process. */
  get size(): number {
    let count = 0;
    for (const feed of this.#feeds.values()) count += feed.size;
    return count;
  }

  /** @throws AppError streams_too_many when the user has as many streams as one may have. */
  assertRoom(userId: string): void {
    if ((this.#feeds.get(userId)?.size ?? 0) >= MAX_STREAMS_PER_USER) {
      throw new AppError('streams_too_many', { limit: MAX_STREAMS_PER_USER });
    }
  }

  /** Sends the watcher's events to `sink`, beginning after the last one it has, until either side ends it. */
  watch(sink: Writable, { userId, apiKeyId, after, endsAtMs }: Watcher): void {
    if (this.#isClosed || sink.destroyed) return void sink.end();
    if (!this.#timer) this.#outside(() => this.#start());
    const feed = this.#feedOf(userId);
    const onDrained = () => feed.catchUp(stream);
    const stream = new EventStream(sink, { after, apiKeyId, endsAtMs, onDrained });
    sink.on('close', () => {
      feed.remove(stream);
      if (feed.size === 0 && this.#feeds.get(userId) === feed) this.#feeds.delete(userId);
    });
    feed.add(stream);
  }

  /** Ends the streams of an API key that was revoked. Other processes find out at their next heartbeat. */
  endKey({ userId, apiKeyId }: { userId: string; apiKeyId: string }): void {
    this.#feeds.get(userId)?.endKey(apiKeyId);
  }

  /** Ends the streams of a user whose sessions were ended; whoever may still listen comes back. */
  endUser(userId: string): void {
    this.#feeds.get(userId)?.end();
  }

  /** Ends every stream; those who come later are ended at once. */
  close(): void {
    this.#isClosed = true;
    this.#stopListening?.();
    clearInterval(this.#timer);
    for (const feed of this.#feeds.values()) feed.end();
  }

  /** A process that nobody watches listens to nothing. */
  #start(): void {
    const { bell, heartbeatMs = HEARTBEAT_MS } = this.#parts;
    this.#stopListening = bell.listen({
      rung: (userIds) => {
        for (const userId of userIds) this.#feeds.get(userId)?.wake();
      },
      missed: () => {
        for (const feed of this.#feeds.values()) feed.wake();
      },
    });
    this.#timer = setInterval(() => this.#beat(), heartbeatMs / HEARTBEAT_GROUPS);
    this.#timer.unref();
  }

  #feedOf(userId: string): EventFeed {
    const known = this.#feeds.get(userId);
    if (known) return known;
    const feed = new EventFeed(userId, this.#parts.events, this.#queue);
    this.#feeds.set(userId, feed);
    this.#groups.set(feed, this.#feedsMade % HEARTBEAT_GROUPS);
    this.#feedsMade += 1;
    return feed;
  }

  #beat(): void {
    this.#beats += 1;
    const group = this.#beats % HEARTBEAT_GROUPS;
    for (const feed of this.#feeds.values()) {
      if (this.#groups.get(feed) === group) void this.#beatFeed(feed);
    }
  }

  async #beatFeed(feed: EventFeed): Promise<void> {
    const { admits, admitsKey, clock, logger } = this.#parts;
    try {
      if (!(await admits(feed.userId))) return feed.end();
      for (const apiKeyId of feed.apiKeyIds) if (!(await admitsKey(apiKeyId))) feed.endKey(apiKeyId);
    } catch (error) {
      // Not knowing is no reason to cut lines: whoever was admitted stays until the database answers again.
      logger.error({ err: error }, 'the state of a watching user could not be read');
    }
    feed.beat(clock.now().getTime());
  }
}
