import type { StoredEvent } from './event-log.ts';

/** Events read at once; bounds what one stream is sent before its reader is asked to keep up. */
export const PAGE_SIZE = 200;

interface Frame {
  readonly id: number;
  readonly text: string;
}

/** Events of one user in the form they are sent (WHATWG HTML §9.2), made once for all streams that get them. */
export class FramePage {
  /** The id of the last event; undefined when there is none. */
  readonly lastId: number | undefined;
  /** Whether there was nothing after it when it was read. */
  readonly isLast: boolean;
  readonly #frames: readonly Frame[];
  #whole: Buffer | undefined;

  constructor(events: readonly StoredEvent[]) {
    // The stored text has no line break: JSON writes those inside strings as \n.
    this.#frames = events.map(({ id, type, data }) => ({
      id,
      text: `id: ${id}\nevent: ${type}\ndata: ${data}\n\n`,
    }));
    this.lastId = events.at(-1)?.id;
    this.isLast = events.length < PAGE_SIZE;
  }

  /** The bytes of all events after this id; undefined when there are none. */
  bytesAfter(id: number): Buffer | undefined {
    const first = this.#frames.findIndex((frame) => frame.id > id);
    if (first === -1) return undefined;
    if (first > 0) return toBytes(this.#frames.slice(first));
    this.#whole ??= toBytes(this.#frames);
    return this.#whole;
  }
}

function toBytes(frames: readonly Frame[]): Buffer {
  return Buffer.from(frames.map(({ text }) => text).join(''));
}
