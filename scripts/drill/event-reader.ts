import { setTimeout as sleep } from 'node:timers/promises';

/** Reads the live stream as a browser does: reconnects when cut and asks for what came after the last id it saw. */
export class EventReader {
  readonly #url: () => string;
  readonly #headers: Record<string, string>;
  #connection = new AbortController();
  #isStopped = false;
  readonly ids: number[] = [];
  /** Events up to this id were there before the first connection. */
  firstId = 0;
  cuts = 0;

  constructor(url: () => string, headers: Record<string, string>) {
    this.#url = url;
    this.#headers = headers;
  }

  /** Listens until `stop`. */
  async listen(): Promise<void> {
    while (!this.#isStopped) {
      this.#connection = new AbortController();
      await this.#readOnce().catch(() => undefined);
      await sleep(5);
    }
  }

  /** Breaks the line, wherever it is in an event. */
  cut(): void {
    this.cuts += 1;
    this.#connection.abort();
  }

  stop(): void {
    this.#isStopped = true;
    this.#connection.abort();
  }

  /** Waits until an id was seen. */
  async caughtUp(id: number, limitMs: number): Promise<void> {
    const endsAt = performance.now() + limitMs;
    while ((this.ids.at(-1) ?? 0) < id && performance.now() < endsAt) await sleep(20);
  }

  async #readOnce(): Promise<void> {
    const last = this.ids.at(-1) ?? this.firstId;
    const response = await fetch(`${this.#url()}/api/events`, {
      headers: { ...this.#headers, 'last-event-id': String(last) },
      signal: this.#connection.signal,
    });
    if (!response.ok || !response.body) throw new Error(`the stream was refused: ${response.status}`);
    let text = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      const whole = text.lastIndexOf('\n\n');
      if (whole === -1) continue;
      // An event counts when its empty line has come (WHATWG HTML 9.2.6); a cut one comes again.
      for (const [, id] of text.slice(0, whole + 2).matchAll(/^id: (\d+)$/gm)) this.ids.push(Number(id));
      text = text.slice(whole + 2);
    }
  }
}
