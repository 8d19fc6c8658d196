/** So many calls in a window that slides; the next one is refused and does not count. */
export class RateWindow {
  readonly #maxCalls: number;
  readonly #windowMs: number;
  #times: number[] = [];

  constructor(maxCalls: number, windowMs: number) {
    this.#maxCalls = maxCalls;
    this.#windowMs = windowMs;
  }

  /** Whether a call may come now. */
  admits(nowMs = performance.now()): boolean {
    this.#times = this.#times.filter((time) => time > nowMs - this.#windowMs);
    if (this.#times.length >= this.#maxCalls) return false;
    this.#times.push(nowMs);
    return true;
  }
}
