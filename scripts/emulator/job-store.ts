import { randomUUID } from 'node:crypto';
import type { JobFault } from './faults.ts';
import type { EmulatedFile, FileShelf } from './file-shelf.ts';
import type { EmulatorOptions } from './options.ts';

export type JobState = 'queued' | 'running' | 'succeeded' | 'failed' | 'canceled';

/** A result of a job; null where the vendor's filter took it away. */
export interface JobOutput {
  readonly link: string;
  readonly file: EmulatedFile;
}

export interface JobPlan<Data> {
  /** The vendor's own kind of id. Default: a UUID. */
  readonly id?: string;
  /** What the vendor's file wants to know again when it is asked about the job. */
  readonly data: Data;
  /** `kit.jobFaultOf(request)`. */
  readonly fault: JobFault | null;
  /** A key or reference by which this vendor knows a repeated order; the first job is returned then. */
  readonly reference?: string | undefined;
  /** Default: the emulator's options. */
  readonly runMs?: number;
  /** Draws the results. Called once, soon after the job was taken. */
  make(): Promise<readonly EmulatedFile[]>;
  /** Called once, at the end of every kind; the place to send a callback. */
  onEnd?(job: Job<Data>): void;
}

/** Work that a vendor has taken. */
export class Job<Data> {
  readonly id: string;
  readonly data: Data;
  readonly fault: JobFault | null;
  readonly createdAt = new Date();
  /** Set at the end. */
  endedAt: Date | null = null;
  /** Only while `state` is `succeeded`; as many as were ordered, unless a fault says otherwise. */
  outputs: readonly (JobOutput | null)[] = [];
  /** Why a job failed. */
  failure: 'broken' | 'refused' | null = null;
  #state: 'live' | 'succeeded' | 'failed' | 'canceled' = 'live';
  readonly #queueMs: number;
  readonly #runMs: number;

  constructor(plan: JobPlan<Data>, options: EmulatorOptions) {
    this.id = plan.id ?? randomUUID();
    this.data = plan.data;
    this.fault = plan.fault;
    this.#queueMs = options.queueMs;
    this.#runMs = plan.fault === 'late' ? options.lateMs : (plan.runMs ?? options.runMs);
  }

  /** From taking it to its end. */
  get totalMs(): number {
    return this.#queueMs + this.#runMs;
  }

  get startedAt(): Date | null {
    return this.state === 'queued' ? null : new Date(this.createdAt.getTime() + this.#queueMs);
  }

  get state(): JobState {
    if (this.#state !== 'live') return this.#state;
    return Date.now() - this.createdAt.getTime() < this.#queueMs ? 'queued' : 'running';
  }

  /** 0 to 1 by the time that has passed; 1 only at a good end. */
  get progress(): number {
    if (this.state === 'succeeded') return 1;
    const share = (Date.now() - this.createdAt.getTime() - this.#queueMs) / this.#runMs;
    return Math.max(0, Math.min(0.99, share));
  }

  /** Links of the results that are there. */
  get links(): readonly string[] {
    return this.outputs.flatMap((output) => (output ? [output.link] : []));
  }

  end(state: 'succeeded' | 'failed' | 'canceled'): void {
    if (this.#state !== 'live') return;
    this.#state = state;
    this.endedAt = new Date();
  }
}

/** What a vendor did, in its own books. */
export interface VendorCounts {
  /** Calls of any kind. */
  calls: number;
  /** Orders that it took and would charge for. */
  accepted: number;
  /** Orders that it knew again by their reference and did not take twice. */
  repeats: number;
  canceled: number;
  /** Links to results that it handed out. */
  links: number;
  /** Callbacks that were answered with 2xx. */
  callbacks: number;
}

export const NO_COUNTS: VendorCounts = {
  calls: 0,
  accepted: 0,
  repeats: 0,
  canceled: 0,
  links: 0,
  callbacks: 0,
};

/** One vendor's jobs. */
export class JobStore<Data = unknown> {
  readonly #jobs = new Map<string, Job<Data>>();
  readonly #references = new Map<string, Job<Data>>();
  readonly #finishers = new Map<string, () => Promise<void>>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #parts: { shelf: FileShelf; options: EmulatorOptions; counts: VendorCounts };

  constructor(parts: { shelf: FileShelf; options: EmulatorOptions; counts: VendorCounts }) {
    this.#parts = parts;
  }

  /** Takes an order, or returns the job that the same reference led to before. */
  accept(plan: JobPlan<Data>): Job<Data> {
    const { counts, options } = this.#parts;
    const known = plan.reference === undefined ? undefined : this.#references.get(plan.reference);
    if (known) {
      counts.repeats += 1;
      return known;
    }
    const job = new Job(plan, options);
    this.#jobs.set(job.id, job);
    if (plan.reference !== undefined) this.#references.set(plan.reference, job);
    counts.accepted += 1;
    this.#schedule(job, plan);
    return job;
  }

  find(id: string): Job<Data> | undefined {
    return this.#jobs.get(id);
  }

  all(): readonly Job<Data>[] {
    return [...this.#jobs.values()];
  }

  /** True when there was something to stop. */
  cancel(id: string): boolean {
    const job = this.#jobs.get(id);
    if (!job || job.endedAt) return false;
    job.end('canceled');
    this.#parts.counts.canceled += 1;
    void this.#finishers.get(id)?.();
    return true;
  }

  /** Ends what still runs, as if its time had passed. */
  async finishAll(): Promise<void> {
    await Promise.all([...this.#finishers.values()].map((finish) => finish()));
  }

  reset(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
    this.#finishers.clear();
    this.#jobs.clear();
    this.#references.clear();
  }

  #schedule(job: Job<Data>, plan: JobPlan<Data>): void {
    const made = plan.make();
    // Looked at when the job's time has passed; until then a failure is nobody's.
    made.catch(() => undefined);
    const finish = async (): Promise<void> => {
      clearTimeout(timer);
      this.#timers.delete(timer);
      this.#finishers.delete(job.id);
      await this.#settle(job, made);
      plan.onEnd?.(job);
    };
    const timer = setTimeout(() => void finish(), job.totalMs);
    this.#timers.add(timer);
    this.#finishers.set(job.id, finish);
  }

  async #settle(job: Job<Data>, made: Promise<readonly EmulatedFile[]>): Promise<void> {
    if (job.endedAt) return;
    if (job.fault === 'fails' || job.fault === 'refused-later') {
      job.failure = job.fault === 'fails' ? 'broken' : 'refused';
      return job.end('failed');
    }
    try {
      const files = withOutputFault(await made, job.fault);
      const lifeMs = job.fault === 'expired-link' ? 0 : this.#parts.options.linkMs;
      job.outputs = files.map((file) => file && { file, link: this.#parts.shelf.add(file, lifeMs) });
      this.#parts.counts.links += job.links.length;
      job.end('succeeded');
    } catch (error) {
      console.error('emulator: a result could not be made', error);
      job.failure = 'broken';
      job.end('failed');
    }
  }
}

/** What is left of the results: one taken away by a filter (`filtered`), or one never made (`fewer`). */
export function withOutputFault(
  files: readonly EmulatedFile[],
  fault: JobFault | null,
): readonly (EmulatedFile | null)[] {
  if (fault === 'filtered') return files.map((file, index) => (index === 0 ? null : file));
  return fault === 'fewer' ? files.slice(0, -1) : files;
}
