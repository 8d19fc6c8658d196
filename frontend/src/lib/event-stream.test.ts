import type { LiveEvent } from '@atelier/shared/contracts/event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createEventStream, reconnectDelayMs, type Source } from './event-stream.ts';

class FakeSource implements Source {
  onopen: ((event: Event) => void) | null = null;
  onerror: ((event: Event) => void) | null = null;
  isClosed = false;
  readonly url: string;
  readonly #listeners = new Map<string, (event: MessageEvent<string>) => void>();

  constructor(url: string) {
    this.url = url;
  }

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.#listeners.set(type, listener);
  }

  close(): void {
    this.isClosed = true;
  }

  send(type: string, id: string, data: string): void {
    this.#listeners.get(type)?.(new MessageEvent(type, { data, lastEventId: id }));
  }
}

const credits = (amount: number) => JSON.stringify({ credits: amount, held: 0, at: '2026-11-22T00:00:00Z' });

/** What tabs tell each other; `say` is another tab taking a line. */
class FakeChannel {
  onmessage: ((event: MessageEvent) => void) | null = null;
  readonly said: unknown[] = [];

  postMessage(message: unknown): void {
    this.said.push(message);
  }

  say(): void {
    this.onmessage?.(new MessageEvent('message'));
  }
}

function look(isAt: boolean): void {
  vi.spyOn(document, 'hidden', 'get').mockReturnValue(!isAt);
  document.dispatchEvent(new Event('visibilitychange'));
}

function setUp(checkSession = async (): Promise<unknown> => undefined) {
  const channel = new FakeChannel();
  const sources: FakeSource[] = [];
  const connect = (url: string) => {
    const source = new FakeSource(url);
    sources.push(source);
    return source;
  };
  const openChannel = () => channel;
  const stream = createEventStream({
    url: '/api/events',
    connect,
    checkSession,
    openChannel,
    random: () => 1,
  });
  const latest = (): FakeSource => {
    const source = sources.at(-1);
    if (!source) throw new Error('nothing has connected');
    return source;
  };
  return { stream, sources, latest, channel };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe('event stream', () => {
  it('shares one connection among all listeners and closes it after the last', async () => {
    const { stream, sources, latest } = setUp();
    const heard: LiveEvent[] = [];
    const stopFirst = stream.subscribe((event) => heard.push(event));
    const stopSecond = stream.subscribe((event) => heard.push(event));
    latest().onopen?.(new Event('open'));
    latest().send('credits.changed', '7', credits(5));
    expect(sources).toHaveLength(1);
    expect(heard.map((event) => event.id)).toEqual([7, 7]);
    stopFirst();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(latest().isClosed).toBe(false);
    stopSecond();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(latest().isClosed).toBe(true);
    expect(stream.state()).toBe('idle');
  });

  it('keeps the connection when a page change drops and adds a listener', async () => {
    const { stream, sources, latest } = setUp();
    const stop = stream.subscribe(() => undefined);
    latest().onopen?.(new Event('open'));
    stop();
    stream.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(sources).toHaveLength(1);
    expect(latest().isClosed).toBe(false);
  });

  it('reconnects after a cut and resumes behind the last event', async () => {
    const checkSession = vi.fn(async (): Promise<unknown> => undefined);
    const { stream, sources, latest } = setUp(checkSession);
    stream.subscribe(() => undefined);
    latest().onopen?.(new Event('open'));
    latest().send('credits.changed', '41', credits(5));
    latest().onerror?.(new Event('error'));
    expect(stream.state()).toBe('down');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(sources).toHaveLength(2);
    expect(checkSession).toHaveBeenCalledOnce();
    expect(latest().url).toBe('/api/events?lastEventId=41');
    latest().onopen?.(new Event('open'));
    expect(stream.state()).toBe('open');
  });

  it('gives the line back while nobody looks, and comes back behind the last event', async () => {
    const { stream, sources, latest } = setUp();
    stream.subscribe(() => undefined);
    latest().onopen?.(new Event('open'));
    latest().send('credits.changed', '41', credits(5));
    look(false);
    await vi.advanceTimersByTimeAsync(19_000);
    expect(latest().isClosed).toBe(false);
    await vi.advanceTimersByTimeAsync(1_000);
    expect([latest().isClosed, stream.state()]).toEqual([true, 'paused']);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sources).toHaveLength(1);
    look(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(latest().url).toBe('/api/events?lastEventId=41');
    latest().onopen?.(new Event('open'));
    expect(stream.state()).toBe('open');
  });

  it('keeps the line over a short look elsewhere', async () => {
    const { stream, sources, latest } = setUp();
    stream.subscribe(() => undefined);
    latest().onopen?.(new Event('open'));
    look(false);
    await vi.advanceTimersByTimeAsync(10_000);
    look(true);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sources).toHaveLength(1);
    expect(stream.state()).toBe('open');
  });

  it('takes no line in a tab that was opened in the background', async () => {
    look(false);
    const { stream, sources } = setUp();
    stream.subscribe(() => undefined);
    expect([sources.length, stream.state()]).toEqual([0, 'paused']);
    look(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(sources).toHaveLength(1);
  });

  it('gives the line back at once when another tab takes one, unless somebody looks', async () => {
    const { stream, latest, channel } = setUp();
    stream.subscribe(() => undefined);
    latest().onopen?.(new Event('open'));
    expect(channel.said).toHaveLength(1);
    channel.say();
    expect(stream.state()).toBe('open');
    look(false);
    channel.say();
    expect([latest().isClosed, stream.state()]).toEqual([true, 'paused']);
  });

  it('does not reconnect a cut line while nobody looks', async () => {
    const { stream, sources, latest } = setUp();
    stream.subscribe(() => undefined);
    look(false);
    latest().onerror?.(new Event('error'));
    await vi.advanceTimersByTimeAsync(21_000);
    const made = sources.length;
    expect(stream.state()).toBe('paused');
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sources).toHaveLength(made);
  });

  it('begins a line of their own for another person', () => {
    const { stream, sources, latest } = setUp();
    stream.subscribe(() => undefined);
    latest().onopen?.(new Event('open'));
    latest().send('credits.changed', '41', credits(5));
    stream.restart();
    expect(sources.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(latest().url).toBe('/api/events');
  });

  it('counts a connection that never opens as down', async () => {
    const { stream } = setUp();
    stream.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(stream.state()).toBe('down');
  });

  it('waits longer after each failure, up to ten seconds', () => {
    const waits = [1, 2, 3, 6, 20].map((failures) => reconnectDelayMs(failures, () => 1));
    expect(waits).toEqual([1_000, 2_000, 4_000, 10_000, 10_000]);
    expect(reconnectDelayMs(3, () => 0)).toBe(2_000);
  });

  it('passes over an event it cannot read', () => {
    const complain = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const { stream, latest } = setUp();
    const heard: LiveEvent[] = [];
    stream.subscribe((event) => heard.push(event));
    latest().send('credits.changed', '1', '{broken');
    latest().send('credits.changed', '2', credits(3));
    expect(heard.map((event) => event.id)).toEqual([2]);
    expect(complain).toHaveBeenCalledOnce();
    complain.mockRestore();
  });
});
