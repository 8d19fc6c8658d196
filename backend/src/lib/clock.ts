import os from 'node:os';

/** Where the time comes from, so that tests can move it. */
export interface Clock {
  now(): Date;
}

/** The three times of a machine, in milliseconds. */
export interface TimeSources {
  /** The time of day, which people and programs set. */
  readonly wall: () => number;
  /** Since some moment, at an even pace; on Linux it stands still while the machine is suspended. */
  readonly steady: () => number;
  /** Since the machine was started, with the times when it was suspended; setting the clock does not move it. */
  readonly boot: () => number;
}

/** The wall and our own time come apart by this much when something happened to either of them. */
const DRIFT_MS = 1000;
/** Some systems count the time since their start in whole seconds. */
const SHORTEST_SLEEP_MS = 2000;

/**
 * The time of day when the process began plus the time that has really passed since, also in a machine that was
 * suspended. A clock that is set forward or back while we run thus ends no lease, deadline or session early; the next
 * start takes the new time. Never goes back.
 */
export class SteadyClock implements Clock {
  readonly #sources: TimeSources;
  /** What the wall would show at the steady source's zero if nobody had ever set it. */
  #startedAtMs: number;
  /** What the boot source had beyond the steady one when last they were compared. */
  #bootAheadMs: number;
  /** How far the wall is ahead of us for a reason that was looked into. */
  #wallAheadMs = 0;

  constructor(sources: TimeSources) {
    this.#sources = sources;
    const steadyMs = sources.steady();
    this.#startedAtMs = sources.wall() - steadyMs;
    this.#bootAheadMs = sources.boot() - steadyMs;
  }

  now(): Date {
    const { wall, steady } = this.#sources;
    const steadyMs = steady();
    const wallMs = wall();
    // The boot source is too slow to be asked each time, and a suspended machine's wall has moved as well.
    if (Math.abs(wallMs - this.#startedAtMs - steadyMs - this.#wallAheadMs) >= DRIFT_MS) {
      this.#addSleep();
      this.#wallAheadMs = wallMs - this.#startedAtMs - steadyMs;
    }
    return new Date(this.#startedAtMs + steadyMs);
  }

  #addSleep(): void {
    // In this order: a process that is held up between the two looks has not slept.
    const bootMs = this.#sources.boot();
    const bootAheadMs = bootMs - this.#sources.steady();
    const sleptMs = bootAheadMs - this.#bootAheadMs;
    // Shorter ones add up until they count.
    if (sleptMs < SHORTEST_SLEEP_MS) return;
    this.#startedAtMs += sleptMs;
    this.#bootAheadMs = bootAheadMs;
  }
}

export const systemClock: Clock = new SteadyClock({
  wall: () => Date.now(),
  steady: () => performance.now(),
  boot: () => os.uptime() * 1000,
});

/** A fact writes the same moment into many rows, and writing it out takes longer than looking at the clock. */
let latest = { atMs: Number.NaN, text: '' };

/** The stored form of a moment: ISO 8601 in UTC with milliseconds, which sorts as text in both databases. */
export function timestamp(clock: Clock, offsetMs = 0): string {
  const atMs = clock.now().getTime() + offsetMs;
  if (atMs !== latest.atMs) latest = { atMs, text: new Date(atMs).toISOString() };
  return latest.text;
}
