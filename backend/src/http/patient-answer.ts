import type { Response } from 'express';

/** How long a caller and the proxies between are asked for patience before the first byte; they give up at 60 to 100 s. */
const QUIET_MS = 45_000;
/** Proxies also cut connections on which nothing moves. */
const BEAT_MS = 15_000;

/** What a kind of answer may carry before its content without changing what it says. */
const FILLERS = {
  /** White space may stand before any JSON text (RFC 8259 §2). */
  json: { contentType: 'application/json; charset=utf-8', filler: ' ' },
  /** A comment (WHATWG HTML §9.2.6). */
  events: { contentType: 'text/event-stream; charset=utf-8', filler: ': waiting\n\n' },
} as const;

export interface PatientAnswerOptions {
  /** Of a JSON answer: until its status is given away. Events begin at once. */
  readonly quietMs?: number;
  readonly beatMs?: number;
}

/**
 * Keeps a connection open while its answer is made. JSON is silent at first, so that failures keep their own status;
 * once the silence gets dangerous the head goes out with status 200, and a failure after that is told by the body alone.
 */
export class PatientAnswer {
  readonly #response: Response;
  readonly #kind: keyof typeof FILLERS;
  #timer: NodeJS.Timeout;

  constructor(response: Response, kind: keyof typeof FILLERS, options: PatientAnswerOptions = {}) {
    this.#response = response;
    this.#kind = kind;
    const { quietMs = QUIET_MS, beatMs = BEAT_MS } = options;
    const beat = (): void => {
      this.#begin();
      response.write(FILLERS[kind].filler);
      this.#timer = setTimeout(beat, beatMs);
    };
    this.#timer = setTimeout(beat, kind === 'json' ? quietMs : beatMs);
    response.once('close', () => this.stop());
    if (kind === 'events') {
      this.#begin();
      response.flushHeaders();
    }
  }

  /** Ends the waiting; content may follow. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  /** Sends the head, if it has not gone yet. */
  #begin(): void {
    const response = this.#response;
    if (response.headersSent) return;
    response.statusCode = 200;
    response.setHeader('Content-Type', FILLERS[this.#kind].contentType);
    response.setHeader('Cache-Control', 'no-store, no-transform');
    // Tells nginx and its kin not to hold anything back.
    response.setHeader('X-Accel-Buffering', 'no');
  }

  /** Sends the content in pieces and ends the answer. */
  ready(): Response {
    this.stop();
    this.#begin();
    return this.#response;
  }
}
