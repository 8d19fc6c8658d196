import { runAsUser } from '../lib/actor-scope.ts';
import type { EventLog } from './event-log.ts';
import type { EventStream } from './event-stream.ts';
import { FramePage, PAGE_SIZE } from './frame-page.ts';
import type { Reader, ReadQueue } from './read-queue.ts';

/**
 * The events of one watched user in this process. Streams that are up to date are live: new events are read once and
 * sent to all of them. The others (new, resumed, or slow) read on by themselves until they are up to date.
 */
export class EventFeed implements Reader {
  readonly userId: string;
  readonly #events: EventLog;
  readonly #queue: ReadQueue;
  readonly #catchUps = new Map<EventStream, CatchUp>();
  readonly #live = new Set<EventStream>();
  /** Live streams have everything up to here. Never goes back, whoever comes and leaves. */
  #lastId = 0;
  #wakes = 0;

  constructor(userId: string, events: EventLog, queue: ReadQueue) {
    this.userId = userId;
    this.#events = events;
    this.#queue = queue;
  }

  get size(): number {
    return this.#catchUps.size;
  }

  /** Counts calls of `wake`. */
  get wakes(): number {
    return this.#wakes;
  }

  /** There may be new events. */
  wake(): void {
    this.#wakes += 1;
    if (this.#live.size > 0) this.#queue.add(this);
  }

  add(stream: EventStream): void {
    const catchUp = new CatchUp(this, stream);
    this.#catchUps.set(stream, catchUp);
    this.#queue.add(catchUp);
  }

  remove(stream: EventStream): void {
    const catchUp = this.#catchUps.get(stream);
    if (catchUp) this.#queue.remove(catchUp);
    this.#catchUps.delete(stream);
    this.#live.delete(stream);
  }

  /** Lets a stream that is not live read on, unless its reader must first take what he was sent. */
  catchUp(stream: EventStream): void {
    const catchUp = this.#catchUps.get(stream);
    if (catchUp && !this.#live.has(stream) && !stream.isBlocked) this.#queue.add(catchUp);
  }

  /** Sends a heartbeat to every stream and looks for events whose ring was lost or whose reading failed. */
  beat(nowMs: number): void {
    for (const stream of this.#catchUps.keys()) {
      stream.beat(nowMs);
      if (stream.isBlocked) this.#live.delete(stream);
      this.catchUp(stream);
    }
    this.wake();
  }

  end(): void {
    for (const stream of this.#catchUps.keys()) stream.end();
  }

  /** The API keys its streams were opened with. */
  get apiKeyIds(): ReadonlySet<string> {
    const ids = [...this.#catchUps.keys()].flatMap(({ apiKeyId }) => (apiKeyId === null ? [] : [apiKeyId]));
    return new Set(ids);
  }

  /** Ends the streams of one API key. */
  endKey(apiKeyId: string): void {
    for (const stream of this.#catchUps.keys()) if (stream.apiKeyId === apiKeyId) stream.end();
  }

  async readOnce(): Promise<boolean> {
    if (this.#live.size === 0) return false;
    const page = await this.read(this.#lastId);
    this.#lastId = Math.max(this.#lastId, page.lastId ?? 0);
    for (const stream of this.#live) {
      stream.send(page);
      // It goes on by itself once its reader has taken this, so that memory holds one page of it at most.
      if (stream.isBlocked) this.#live.delete(stream);
    }
    return !page.isLast;
  }

  async read(afterId: number): Promise<FramePage> {
    const rows = await runAsUser(this.userId, () => this.#events.readAfter(this.userId, afterId, PAGE_SIZE));
    return new FramePage(rows);
  }

  /**
   * Makes a stream live that has just read to the end. `wakesBefore` is the count from before that read: an event
   * committed since may have woken only those who were live then. Returns false when the live streams are ahead.
   */
  join(stream: EventStream, wakesBefore: number): boolean {
    if (stream.lastId < this.#lastId) return false;
    if (this.#live.size === 0) this.#lastId = stream.lastId;
    this.#live.add(stream);
    if (this.#wakes !== wakesBefore) this.#queue.add(this);
    return true;
  }

  has(stream: EventStream): boolean {
    return this.#catchUps.has(stream);
  }
}

/** Reads for one stream alone until it can join the live ones. */
class CatchUp implements Reader {
  readonly #feed: EventFeed;
  readonly #stream: EventStream;

  constructor(feed: EventFeed, stream: EventStream) {
    this.#feed = feed;
    this.#stream = stream;
  }

  async readOnce(): Promise<boolean> {
    const [feed, stream] = [this.#feed, this.#stream];
    const { wakes } = feed;
    const page = await feed.read(stream.lastId);
    if (!feed.has(stream)) return false;
    stream.send(page);
    if (stream.isBlocked) return false;
    return !page.isLast || !feed.join(stream, wakes);
  }
}
