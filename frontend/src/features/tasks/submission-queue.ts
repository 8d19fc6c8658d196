import type { Task } from '@atelier/shared/contracts/task';
import { ApiError, isApiError } from '../../lib/api-error.ts';
import { coalesce } from '../../lib/coalesce.ts';

/** What to do with the pictures: agreed once, when "start" is pressed. */
export interface Recipe {
  readonly taskType: string;
  readonly model: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Whole credits per picture the person saw. */
  readonly expectedPrice: number;
}

/** One picture on its way to becoming a task. */
export interface Submission {
  readonly id: string;
  /** One key per picture and agreed price: repeating an upload that did arrive makes no second task. */
  readonly idempotencyKey: string;
  readonly file: File;
  readonly previewUrl: string;
  readonly recipe: Recipe;
  readonly state: 'waiting' | 'sending' | 'failed';
  /** Bytes sent over bytes to send, 0 to 1. */
  readonly sentFraction: number;
  readonly error?: ApiError | undefined;
}

export type SendPicture = (
  submission: Submission,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
) => Promise<Task>;

export interface SubmissionQueueOptions {
  readonly send: SendPicture;
  readonly onAccepted?: (task: Task) => void;
  /** A picture was refused or did not get through. */
  readonly onFailed?: (error: ApiError) => void;
}

const UPLOADS_AT_ONCE = 3;
/** Bytes leave all the time; a bar that moves five times a second is smooth. */
const BYTES_SHOWN_EVERY_MS = 200;

/**
 * Sends pictures a few at a time and keeps what failed until the person decides. It lives outside the pages, so
 * going to another page and back neither stops nor loses an upload.
 */
export class SubmissionQueue {
  readonly #send: SendPicture;
  readonly #onAccepted: (task: Task) => void;
  readonly #onFailed: (error: ApiError) => void;
  readonly #listeners = new Set<() => void>();
  readonly #aborts = new Map<string, AbortController>();
  readonly #bytesShown = coalesce(() => this.#publish(), BYTES_SHOWN_EVERY_MS);
  #submissions: readonly Submission[] = [];

  constructor({ send, onAccepted = () => undefined, onFailed = () => undefined }: SubmissionQueueOptions) {
    this.#send = send;
    this.#onAccepted = onAccepted;
    this.#onFailed = onFailed;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): readonly Submission[] => this.#submissions;

  add(files: readonly File[], recipe: Recipe): void {
    const added = files.map(
      (file): Submission => ({
        id: crypto.randomUUID(),
        idempotencyKey: crypto.randomUUID(),
        file,
        previewUrl: URL.createObjectURL(file),
        recipe,
        state: 'waiting',
        sentFraction: 0,
      }),
    );
    this.#set([...this.#submissions, ...added]);
    this.#sendNext();
  }

  /** Sends a failed picture again under the same key: if the first try did arrive, its task is found, not doubled. */
  retry(id: string): void {
    this.#change(id, { state: 'waiting', sentFraction: 0, error: undefined });
    this.#sendNext();
  }

  /** Sends again what failed for one of these reasons, once the reason is gone. */
  retryFailedBy(codes: readonly ApiError['code'][]): void {
    for (const { id, state, error } of this.#submissions)
      if (state === 'failed' && error && codes.includes(error.code)) this.retry(id);
  }

  /** Agrees to a changed price. The refused request made nothing, and a new price is a new request: new key. */
  confirmPrice(id: string, expectedPrice: number): void {
    const submission = this.#submissions.find((one) => one.id === id);
    if (!submission) return;
    this.#change(id, {
      recipe: { ...submission.recipe, expectedPrice },
      idempotencyKey: crypto.randomUUID(),
    });
    this.retry(id);
  }

  /** Gives a picture up; an upload under way is stopped. */
  remove(id: string): void {
    this.#aborts.get(id)?.abort();
    this.#drop(id);
    this.#sendNext();
  }

  /** Gives everything up, e.g. when another person signs in. */
  clear(): void {
    for (const { id } of this.#submissions) this.remove(id);
  }

  #sendNext(): void {
    const room = UPLOADS_AT_ONCE - this.#aborts.size;
    const next = this.#submissions.filter((one) => one.state === 'waiting' && !this.#aborts.has(one.id));
    for (const submission of next.slice(0, Math.max(0, room))) void this.#sendOne(submission);
  }

  async #sendOne(submission: Submission): Promise<void> {
    const { id } = submission;
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    this.#change(id, { state: 'sending' });
    try {
      const onProgress = (sentFraction: number) => {
        this.#submissions = this.#changed(id, { sentFraction });
        // That all has left is seen at once: from then on the server is at work.
        if (sentFraction >= 1) this.#publish();
        else this.#bytesShown.ask();
      };
      const task = await this.#send(submission, onProgress, abort.signal);
      this.#drop(id);
      this.#onAccepted(task);
    } catch (cause) {
      if (abort.signal.aborted) return;
      const error = asApiError(cause);
      this.#change(id, { state: 'failed', error });
      this.#onFailed(error);
    } finally {
      this.#aborts.delete(id);
      this.#sendNext();
    }
  }

  #drop(id: string): void {
    const gone = this.#submissions.find((one) => one.id === id);
    if (!gone) return;
    URL.revokeObjectURL(gone.previewUrl);
    this.#set(this.#submissions.filter((one) => one.id !== id));
  }

  #change(id: string, change: Partial<Submission>): void {
    this.#set(this.#changed(id, change));
  }

  #changed(id: string, change: Partial<Submission>): readonly Submission[] {
    return this.#submissions.map((one) => (one.id === id ? { ...one, ...change } : one));
  }

  #set(submissions: readonly Submission[]): void {
    this.#submissions = submissions;
    this.#publish();
  }

  #publish(): void {
    for (const listener of this.#listeners) listener();
  }
}

function asApiError(error: unknown): ApiError {
  if (isApiError(error)) return error;
  console.error('A picture could not be sent', error);
  return new ApiError({ code: 'network_failed', status: 0, message: String(error) });
}
