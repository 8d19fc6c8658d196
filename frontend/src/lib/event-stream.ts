import { EVENT_TYPES, type EventType, type LiveEvent } from '@atelier/shared/contracts/event';
import { addressOf, api } from './api-client.ts';

/** `paused`: nobody looks at this tab, so it has given its line back; `down`: the line was cut. */
export type StreamState = 'idle' | 'connecting' | 'open' | 'down' | 'paused';

export interface EventStream {
  /** Connects with the first listener, closes after the last one left. */
  subscribe(listener: (event: LiveEvent) => void): () => void;
  state(): StreamState;
  onState(listener: (state: StreamState) => void): () => void;
  /** Another person is signed in: starts a line of theirs, from now on. */
  restart(): void;
}

/** The part of EventSource that is used, so tests can stand in for it. */
export interface Source {
  onopen: ((event: Event) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface EventStreamOptions {
  readonly url: string;
  readonly connect: (url: string) => Source;
  /** Renews a session that ran out; EventSource cannot tell a 401 from a cut line. */
  readonly checkSession: () => Promise<unknown>;
  /** Where tabs tell each other that they take a line. */
  readonly openChannel?: () => Pick<BroadcastChannel, 'postMessage' | 'onmessage'>;
  readonly random?: () => number;
}

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 10_000;
/** Some proxies hold a stream back without ever refusing it. */
const OPEN_WITHIN_MS = 10_000;
/** A page change drops and adds listeners; the line is kept over that moment. */
const CLOSE_AFTER_MS = 1_000;
/**
 * Over HTTP/1.1 browsers allow one server six lines, all tabs together. A tab nobody looks at gives its line back
 * after so long, and at once when another tab takes one.
 */
const PAUSE_AFTER_MS = 20_000;

/** The wait before attempt `failures` + 1: doubling, with half of it random so that tabs do not come in step. */
export function reconnectDelayMs(failures: number, random: () => number): number {
  const ceilingMs = Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.max(0, failures - 1));
  return Math.round(ceilingMs / 2 + (ceilingMs / 2) * random());
}

function parseEvent(type: EventType, message: MessageEvent<string>): LiveEvent | undefined {
  try {
    return { id: Number(message.lastEventId), type, data: JSON.parse(message.data) } as LiveEvent;
  } catch (error) {
    console.error(`A live event of type ${type} cannot be read`, error);
    return undefined;
  }
}

class SharedEventStream implements EventStream {
  readonly #options: EventStreamOptions;
  readonly #listeners = new Set<(event: LiveEvent) => void>();
  readonly #stateListeners = new Set<(state: StreamState) => void>();
  #state: StreamState = 'idle';
  #source: Source | undefined;
  #lastEventId = '';
  #failures = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closeTimer: ReturnType<typeof setTimeout> | undefined;
  #pauseTimer: ReturnType<typeof setTimeout> | undefined;
  #channel: ReturnType<NonNullable<EventStreamOptions['openChannel']>> | undefined;

  constructor(options: EventStreamOptions) {
    this.#options = options;
  }

  state(): StreamState {
    return this.#state;
  }

  onState(listener: (state: StreamState) => void): () => void {
    this.#stateListeners.add(listener);
    return () => this.#stateListeners.delete(listener);
  }

  subscribe(listener: (event: LiveEvent) => void): () => void {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#wake();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      clearTimeout(this.#closeTimer);
      this.#closeTimer = setTimeout(() => this.#closeIfUnused(), CLOSE_AFTER_MS);
    };
  }

  #wake(): void {
    clearTimeout(this.#closeTimer);
    if (this.#state !== 'idle') return;
    window.addEventListener('online', this.#onOnline);
    document.addEventListener('visibilitychange', this.#onVisibility);
    this.#listenToTabs();
    if (document.hidden) this.#setState('paused');
    else this.#connect();
  }

  #listenToTabs(): void {
    if (this.#channel || !this.#options.openChannel) return;
    this.#channel = this.#options.openChannel();
    this.#channel.onmessage = () => {
      if (document.hidden) this.#pause();
    };
  }

  restart(): void {
    this.#lastEventId = '';
    if (!this.#source) return;
    this.#source.close();
    this.#connect();
  }

  readonly #onVisibility = (): void => {
    clearTimeout(this.#pauseTimer);
    if (document.hidden) {
      this.#pauseTimer = setTimeout(() => this.#pause(), PAUSE_AFTER_MS);
    } else if (this.#state === 'paused') {
      this.#failures = 0;
      this.#setState('connecting');
      void this.#reconnect();
    }
  };

  #pause(): void {
    if (this.#state === 'idle') return;
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
    this.#setState('paused');
  }

  readonly #onOnline = (): void => {
    if (this.#state !== 'down') return;
    this.#failures = 0;
    clearTimeout(this.#timer);
    this.#connect();
  };

  #schedule(action: () => void, delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(action, delayMs);
  }

  #setState(state: StreamState): void {
    if (this.#state === state) return;
    this.#state = state;
    for (const listener of this.#stateListeners) listener(state);
  }

  #connect(): void {
    if (this.#state !== 'down') this.#setState('connecting');
    const { url, connect } = this.#options;
    const source = connect(this.#lastEventId ? `${url}?lastEventId=${this.#lastEventId}` : url);
    this.#source = source;
    this.#channel?.postMessage('line taken');
    this.#schedule(() => this.#lose(source), OPEN_WITHIN_MS);
    source.onopen = () => {
      clearTimeout(this.#timer);
      this.#failures = 0;
      this.#setState('open');
    };
    source.onerror = () => this.#lose(source);
    for (const type of EVENT_TYPES) source.addEventListener(type, (message) => this.#receive(type, message));
  }

  #receive(type: EventType, message: MessageEvent<string>): void {
    if (message.lastEventId) this.#lastEventId = message.lastEventId;
    const event = parseEvent(type, message);
    if (event) for (const listener of this.#listeners) listener(event);
  }

  #lose(source: Source): void {
    if (source !== this.#source) return;
    source.close();
    this.#source = undefined;
    this.#failures += 1;
    this.#setState('down');
    const delayMs = reconnectDelayMs(this.#failures, this.#options.random ?? Math.random);
    this.#schedule(() => void this.#reconnect(), delayMs);
  }

  async #reconnect(): Promise<void> {
    try {
      await this.#options.checkSession();
    } catch (error) {
      console.warn('The server did not answer before reconnecting to live events', error);
    }
    if (this.#listeners.size === 0) return this.#closeIfUnused();
    if (!this.#source && this.#state !== 'paused') this.#connect();
  }

  #closeIfUnused(): void {
    if (this.#listeners.size > 0) return;
    this.#source?.close();
    this.#source = undefined;
    this.#failures = 0;
    // Whoever listens next, perhaps another person, begins anew.
    this.#lastEventId = '';
    clearTimeout(this.#timer);
    clearTimeout(this.#pauseTimer);
    window.removeEventListener('online', this.#onOnline);
    document.removeEventListener('visibilitychange', this.#onVisibility);
    this.#setState('idle');
  }
}

export function createEventStream(options: EventStreamOptions): EventStream {
  return new SharedEventStream(options);
}

/** The tab's one line to `GET /api/events`. */
export const eventStream: EventStream = createEventStream({
  url: addressOf('/api/events'),
  connect: (url) => new EventSource(url),
  checkSession: () => api.get('/api/auth/me'),
  openChannel: () => new BroadcastChannel('atelier.live-line'),
});
