import type { Clock } from '../src/lib/clock.ts';

/** A clock that stands still until a test moves it. */
export class MovingClock implements Clock {
  #nowMs: number;

  constructor(start = '2026-03-01T08:00:00.000Z') {
    this.#nowMs = Date.parse(start);
  }

  now(): Date {
    return new Date(this.#nowMs);
  }

  advance(ms: number): void {
    this.#nowMs += ms;
  }
}
