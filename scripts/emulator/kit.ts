import type { Request, Router } from 'express';
import { type CallbackMessage, sendCallback } from './callbacks.ts';
import { drawPicture, type PictureWish } from './draw-picture.ts';
import { type Fault, isJobFault, type JobFault, type Refusal } from './faults.ts';
import type { EmulatedFile, FileShelf } from './file-shelf.ts';
import { JobStore, NO_COUNTS, type VendorCounts } from './job-store.ts';
import { type AudioFormat, makeAudio, makeVideo, type VideoFormat } from './make-media.ts';
import type { EmulatorOptions } from './options.ts';

/** An answer of a vendor, as data. */
export interface VendorAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a string is sent as text. */
  readonly body: unknown;
}

/** One vendor's stand-in: `vendors/<slug>.ts` or `vendors/<slug>/vendor.ts`, exported as `vendor`. */
export interface VendorEmulator {
  /** The provider's slug, and the first part of its paths here. */
  readonly slug: string;
  /**
   * The vendor's own words for each refusal of a call. `refused` is about content; null for vendors that refuse content
   * only after they took the job: then the kit lets the call through with the job fault `refused-later`.
   */
  readonly refusals: Readonly<Record<Exclude<Refusal, 'refused'>, VendorAnswer>> & {
    readonly refused: VendorAnswer | null;
  };
  /** Faults its protocol has no form for, such as a part of a sound taken away. */
  readonly without?: readonly Fault[];
  /** The key a call carries; bodies are parsed already. Calls without one, or with one that begins with `bad`, get `401`. */
  keyOf(request: Request): string | undefined;
  /** Calls that need no key. */
  isOpen?(request: Request): boolean;
  /** The vendor's paths, below `/<slug>`. JSON, form fields and files (`request.files`, in memory) are parsed. */
  routes(kit: EmulatorKit): Router;
}

/** `Authorization: Bearer <key>`. */
export function bearerOf(request: Request): string | undefined {
  return /^(?:Bearer|Token) +(\S+)$/.exec(request.get('authorization') ?? '')?.[1];
}

export interface KitParts {
  readonly slug: string;
  readonly options: EmulatorOptions;
  readonly shelf: FileShelf;
  readonly origin: () => string;
  readonly callbackSecret: string;
  readonly faults: WeakMap<Request, Fault>;
}

/** What every vendor's stand-in is made with. */
export class EmulatorKit {
  readonly options: EmulatorOptions;
  readonly counts: VendorCounts = { ...NO_COUNTS };
  readonly files: FileShelf;
  readonly #parts: KitParts;
  readonly #stores: JobStore[] = [];

  constructor(parts: KitParts) {
    this.#parts = parts;
    this.options = parts.options;
    this.files = parts.shelf;
  }

  /** Where this vendor stands: `http://127.0.0.1:<port>/<slug>`. */
  get base(): string {
    return `${this.#parts.origin()}/${this.#parts.slug}`;
  }

  /** What it signs callbacks with; the studio knows the same one. */
  get callbackSecret(): string {
    return this.#parts.callbackSecret;
  }

  /** A store of accepted jobs; one is enough for most vendors. */
  openJobs<Data>(): JobStore<Data> {
    const store = new JobStore<Data>({ shelf: this.files, options: this.options, counts: this.counts });
    this.#stores.push(store as unknown as JobStore);
    return store;
  }

  /** Counts an order of a vendor that answers at once and keeps no jobs. */
  countAccepted(): void {
    this.counts.accepted += 1;
  }

  /** The fault this call was given, if any; refusals and transport faults were dealt with before. */
  faultOf(request: Request): Fault | null {
    return this.#parts.faults.get(request) ?? null;
  }

  /** The same, if it is one that the job carries on. */
  jobFaultOf(request: Request): JobFault | null {
    const fault = this.faultOf(request);
    return fault !== null && isJobFault(fault) ? fault : null;
  }

  drawPicture(wish: PictureWish): Promise<EmulatedFile> {
    return drawPicture(wish, this.options.maxPixels);
  }
  makeVideo(format?: VideoFormat): Promise<EmulatedFile> {
    return makeVideo(format);
  }
  makeAudio(format?: AudioFormat): Promise<EmulatedFile> {
    return makeAudio(format);
  }

  /** A link to a file, ended from the start under `expired-link`. */
  linkTo(file: EmulatedFile, fault: JobFault | null = null): string {
    this.counts.links += 1;
    return this.files.add(file, fault === 'expired-link' ? 0 : this.options.linkMs);
  }

  /** Calls back; nobody waits for it. */
  sendCallback(message: CallbackMessage): void {
    void sendCallback(message, this.callbackSecret, this.counts);
  }

  /** The bytes behind a `data:` address, one of our own links, or an address on this machine; undefined for others. */
  async readInput(address: string): Promise<Buffer | undefined> {
    const inline = /^data:[^,]*;base64,(.*)$/s.exec(address)?.[1];
    if (inline !== undefined) return Buffer.from(inline, 'base64');
    const own = this.files.find(address);
    if (own) return own.bytes;
    if (!URL.canParse(address)) return undefined;
    const { hostname, protocol } = new URL(address);
    if (protocol !== 'http:' || !['127.0.0.1', 'localhost', '[::1]'].includes(hostname)) return undefined;
    const answer = await fetch(address, { signal: AbortSignal.timeout(10_000) }).catch(() => undefined);
    return answer?.ok ? Buffer.from(await answer.arrayBuffer()) : undefined;
  }

  async finishJobs(): Promise<void> {
    await Promise.all(this.#stores.map((store) => store.finishAll()));
  }
  reset(): void {
    for (const store of this.#stores) store.reset();
    Object.assign(this.counts, NO_COUNTS);
  }
}
