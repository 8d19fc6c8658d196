import type { ServerMessage } from './server-plan.ts';

/** Replaces this process's `Date` by one whose "now" the parent can shift, as a jump of the machine's clock would. */
export function watchClock(): void {
  const Real = Date;
  let offsetMs = 0;
  const shiftedNow = (): number => Real.now() + offsetMs;
  globalThis.Date = new Proxy(Real, {
    construct: (target, values) => Reflect.construct(target, values.length === 0 ? [shiftedNow()] : values),
    get: (target, name) => (name === 'now' ? shiftedNow : Reflect.get(target, name)),
  });
  process.on('message', (message: ServerMessage) => {
    if (message.tell === 'clock') offsetMs = message.offsetMs;
  });
}
