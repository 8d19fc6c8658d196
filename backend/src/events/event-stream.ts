import type { Writable } from 'node:stream';
import type { FramePage } from './frame-page.ts';

const RETRY_MS = 2000;
const GREETING = `retry: ${RETRY_MS}\n: connected\n\n`;
const HEARTBEAT = ': still here\n\n';
/** A reader who took nothing for so many heartbeats is gone, whatever its connection says. */
const MAX_BLOCKED_BEATS = 4;

export interface EventStreamOptions {
  /** The id of the last event that the reader has. */
  readonly after: number;
  /** The API key it was opened with; null for a signed-in session. */
  readonly apiKeyId?: string | null | undefined;
  /** When the session behind it ends, in milliseconds since 1970. */
  readonly endsAtMs?: number | undefined;
  /** Called when a slow reader has taken what waited for him. */
  readonly onDrained: () => void;
}

/** One open answer of `GET /api/events`: what its reader has, and whether he keeps up. */
export class EventStream {
  readonly apiKeyId: string | null;
  readonly #sink: Writable;
  readonly #endsAtMs: number;
  #lastId: number;
  #isBlocked = false;
  #blockedBeats = 0;

  constructor(sink: Writable, { after, apiKeyId, endsAtMs, onDrained }: EventStreamOptions) {
    this.apiKeyId = apiKeyId ?? null;
    this.#sink = sink;
    this.#lastId = after;
    this.#endsAtMs = endsAtMs ?? Number.POSITIVE_INFINITY;
    sink.on('drain', () => {
      if (!this.#isBlocked) return;
      this.#isBlocked = false;
      this.#blockedBeats = 0;
      onDrained();
    });
    this.#write(GREETING);
  }

  get lastId(): number {
    return this.#lastId;
  }

  get isOpen(): boolean {
    return !this.#sink.destroyed && !this.#sink.writableEnded;
  }

  /** Whether the reader has not taken what he was sent: nothing more may be sent before he did. */
  get isBlocked(): boolean {
    return this.#isBlocked;
  }

  /** Sends what the reader does not have yet. Look at `isBlocked` afterwards. */
  send(page: FramePage): void {
    const bytes = page.bytesAfter(this.#lastId);
    if (!bytes) return;
    this.#lastId = page.lastId ?? this.#lastId;
    this.#write(bytes);
  }

  /** Keeps proxies and the reader from taking silence for the end; ends what outlived its session or its reader. */
  beat(nowMs: number): void {
    if (nowMs >= this.#endsAtMs) {
      this.end();
    } else if (this.#isBlocked) {
      this.#blockedBeats += 1;
      if (this.#blockedBeats >= MAX_BLOCKED_BEATS) this.#sink.destroy();
    } else {
      this.#write(HEARTBEAT);
    }
  }

  /** The reader may come back and goes on after his last event. */
  end(): void {
    // What waits for a slow reader would keep the connection open for as long as he likes.
    if (this.#isBlocked) this.#sink.destroy();
    else this.#sink.end();
  }

  #write(bytes: Buffer | string): void {
    if (this.isOpen && !this.#sink.write(bytes)) this.#isBlocked = true;
  }
}
