import { runAsUser } from '../lib/actor-scope.ts';
import type { EventLog } from './event-log.ts';
import type { EventStream } from './event-stream.ts';
import { FramePage, PAGE_SIZE } from './frame-page.ts';
import type { Reader, ReadQueue } from './read-queue.ts';

/** How far a feed is. */
interface Standing {
  /** Calls of `wake` so far. */
  readonly wakes: number;
  /** The id up to which its live streams have everything. */
  readonly lastId: number;
}

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
  /** Live streams have everything up to here. */
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

  /** To be asked before a stream reads; `join` compares. */
  get standing(): Standing {
    return { wakes: this.#wakes, lastId: this.#lastId };
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
    const afterId = this.#lastId;
    const page = await this.read(afterId);
    // Somebody who has less joined meanwhile: this page may begin behind what he still needs.
    if (this.#lastId !== afterId) return true;
    this.#lastId = page.lastId ?? afterId;
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
   * Makes a stream live that has just read to the end; `before` is how the feed stood when it began. Returns false when
   * the live streams went on meanwhile, so that reading again brings something.
   */
  join(stream: EventStream, before: Standing): boolean {
    const isBehind = stream.lastId < this.#lastId;
    // It read all there is, so what the live ones had beyond that before it began is not in the log (any more).
    const isGone = stream.lastId < before.lastId;
    if (isBehind && !isGone && this.#live.size > 0) return false;
    if (isBehind || this.#live.size === 0) this.#lastId = stream.lastId;
    this.#live.add(stream);
    // An event committed since may have woken only those who were live then.
    if (isBehind || this.#wakes !== before.wakes) this.#queue.add(this);
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
    const before = feed.standing;
    const page = await feed.read(stream.lastId);
    if (!feed.has(stream)) return false;
    stream.send(page);
    if (stream.isBlocked) return false;
    return !page.isLast || !feed.join(stream, before);
  }
}
