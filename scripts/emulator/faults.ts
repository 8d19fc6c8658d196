import type { Request } from 'express';

/** Refusals of a call, each in the vendor's own words (`refusals` of its file). */
export const REFUSALS = ['400', '401', '402', '429', '500', '503', 'refused'] as const;
export type Refusal = (typeof REFUSALS)[number];

/** Trouble on the way, the same for every vendor. */
export const TRANSPORT_FAULTS = [
  'slow',
  'guard',
  'cut',
  'cut-after-accept',
  '500-after-accept',
  '504-after-accept',
  'garbage',
  'truncated',
] as const;

/** Trouble with work that was taken; the vendor's file acts on it when it answers for the job. */
export const JOB_FAULTS = [
  'fails',
  'refused-later',
  'filtered',
  'fewer',
  'expired-link',
  'late',
  'callback-twice',
  'callback-forged',
  'callback-missing',
] as const;
export type JobFault = (typeof JOB_FAULTS)[number];

export const FAULTS = [...REFUSALS, ...TRANSPORT_FAULTS, ...JOB_FAULTS] as const;
export type Fault = (typeof FAULTS)[number];

/** A fault for the next calls of a vendor, whoever makes them. */
export interface FaultOrder {
  readonly vendor: string;
  readonly fault: Fault;
  /** Default: any method. */
  readonly method?: string;
  /** What the path below the vendor's own must begin with. Default: any path. */
  readonly path?: string;
  /** How many calls it meets. Default 1. */
  readonly times?: number;
}

/** In a prompt: `[[fault:429]]`, or `[[fault:429x2]]` for the first two calls with this prompt only. */
const MARK = /\[\[fault:([a-z0-9-]+?)(?:x(\d+))?\]\]/;
/** Without a number these pass after one call; all others meet every call. */
const PASSING: readonly Fault[] = ['429', '500', '503', 'guard'];

/** Decides which fault a call meets. Counts what it has dealt out, so it is asked once for each call. */
export class FaultScript {
  #orders: { readonly order: FaultOrder; left: number }[] = [];
  readonly #dealt = new Map<string, number>();

  order(order: FaultOrder): void {
    this.#orders.push({ order, left: order.times ?? 1 });
  }

  reset(): void {
    this.#orders = [];
    this.#dealt.clear();
  }

  /** A scripted fault first, then the header `x-emulator-fault`, then a mark in any text of the body. */
  next(vendor: string, request: Request): Fault | null {
    const scripted = this.#orders.find(
      ({ order, left }) =>
        left > 0 &&
        order.vendor === vendor &&
        (order.method === undefined || order.method === request.method) &&
        request.path.startsWith(order.path ?? '/'),
    );
    if (scripted) {
      scripted.left -= 1;
      return scripted.order.fault;
    }
    const header = request.get('x-emulator-fault');
    if (header !== undefined) return faultNamed(header);
    const text = markedText(request.body);
    return text === undefined ? null : this.#fromPrompt(vendor, text);
  }

  #fromPrompt(vendor: string, text: string): Fault | null {
    const [, name = '', times] = MARK.exec(text) ?? [];
    const fault = faultNamed(name);
    const limit =
      times === undefined ? (PASSING.includes(fault) ? 1 : Number.POSITIVE_INFINITY) : Number(times);
    const key = `${vendor}\n${text}`;
    const dealt = this.#dealt.get(key) ?? 0;
    if (dealt >= limit) return null;
    this.#dealt.set(key, dealt + 1);
    return fault;
  }
}

/** @throws Error for a name that is no fault, so that a misspelt one is never taken for good weather. */
export function faultNamed(name: string): Fault {
  const fault = FAULTS.find((each) => each === name);
  if (fault === undefined) throw new Error(`there is no fault "${name}"; known: ${FAULTS.join(', ')}`);
  return fault;
}

export const isRefusal = (fault: Fault): fault is Refusal => REFUSALS.some((each) => each === fault);
export const isJobFault = (fault: Fault): fault is JobFault => JOB_FAULTS.some((each) => each === fault);

/** The first text with a mark, anywhere in a body. */
function markedText(body: unknown): string | undefined {
  if (typeof body === 'string') return MARK.test(body) ? body : undefined;
  if (typeof body !== 'object' || body === null || Buffer.isBuffer(body)) return undefined;
  for (const value of Object.values(body)) {
    const found = markedText(value);
    if (found !== undefined) return found;
  }
  return undefined;
}
