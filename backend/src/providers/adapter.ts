import type { ErrorCode } from '@atelier/shared/errors';
import type { TaskStep } from '@atelier/shared/task-steps';
import type { z } from 'zod';
import type { PictureJob, ProducedPicture } from '../pictures/picture-pool.ts';

/** JSON that survives a restart in the database. */
export type Json = z.core.util.JSONType;

/** An input as the adapter may see it: a verified local copy of a stored asset. */
export interface InputFile {
  readonly path: string;
  readonly contentType: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly position: number;
}

export interface StartInput {
  readonly taskId: string;
  /** 1 for the first try, one more for each paid retry. With `taskId` it names this piece of work to a vendor. */
  readonly attempt: number;
  /** Already parsed by the model's own schema. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputs: readonly InputFile[];
  /** A folder for files made on the way; the caller deletes it. */
  readonly workDirectory: string;
}

/** Work for the machine itself: one picture job per input. */
export interface LocalRequest {
  readonly kind: 'local';
  readonly jobs: readonly { readonly inputPosition: number; readonly job: PictureJob }[];
}

/** One call of a vendor's API. */
export interface HttpRequest {
  readonly kind: 'http';
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: Json;
  /** For the whole exchange. Default 60,000. */
  readonly timeoutMs?: number;
}
/** What an adapter wants done. The transport does it; adapters never open a connection or a thread themselves. */
export type TransportRequest = LocalRequest | HttpRequest;

export interface LocalAnswer {
  readonly kind: 'local';
  readonly pictures: readonly { readonly inputPosition: number; readonly picture: ProducedPicture }[];
}

/** What a vendor said, whatever the status. */
export interface HttpAnswer {
  readonly kind: 'http';
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; undefined when it is not JSON. */
  readonly body: Json | undefined;
}

/** No answer came, or only a part of one. */
export interface HttpSilence {
  readonly kind: 'silence';
  /** False only when it is certain that no byte of the request reached the vendor. */
  readonly mayHaveBeenHeard: boolean;
  /** For operators. */
  readonly detail: string;
}
export type TransportAnswer = LocalAnswer | HttpAnswer | HttpSilence;

/** A finished file on local disk, ready to be stored. */
export interface OutputFile {
  readonly path: string;
  readonly name: string;
  readonly role: string;
  readonly inputPosition: number;
  readonly contentType: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly hasAlpha: boolean;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly thumbnailPath: string | null;
}

/** A finished file that still lies with the vendor; it is fetched, checked like an upload and copied before the end. */
export interface RemoteFile {
  readonly url: string;
  readonly name: string;
  readonly role: string;
  readonly inputPosition: number;
}

/**
 * Why a vendor call did not lead to a result, and with it what happens next:
 * `rejected` ends the task; `rate_limited` and `unavailable` try the same step again later without using up an
 * attempt; `outcome_unknown` means the vendor may have heard us and is never repeated blindly.
 */
export interface ProviderFailure {
  readonly kind: 'rejected' | 'rate_limited' | 'unavailable' | 'outcome_unknown';
  readonly code: ErrorCode;
  /** For operators; never shown to users. */
  readonly detail: string;
  readonly retryAfterMs?: number;
}

export type StartOutcome =
  | { readonly kind: 'done'; readonly outputs: ReadonlyArray<OutputFile | RemoteFile> }
  | { readonly kind: 'accepted'; readonly handle: Json; readonly checkAfterMs?: number }
  | { readonly kind: 'failed'; readonly failure: ProviderFailure };

export type CheckOutcome =
  | { readonly kind: 'done'; readonly outputs: ReadonlyArray<OutputFile | RemoteFile> }
  | {
      readonly kind: 'running';
      readonly progress?: number;
      readonly step?: TaskStep;
      readonly checkAfterMs?: number;
    }
  | { readonly kind: 'failed'; readonly failure: ProviderFailure };

/**
 * One vendor's protocol as data and pure functions: no timers, no storage, no database, no connections. Whoever
 * holds the handle can go on in another process after a restart.
 */
export interface ProviderAdapter {
  readonly slug: string;
  /**
   * Whether `start` may simply be repeated after a crash in the middle of it: true when repeating costs nothing
   * (local work) or the vendor recognises the task id.
   */
  readonly isRepeatable: boolean;
  /** Work in flight at once; a hard limit. */
  readonly maxConcurrent: number;
  /** What the limit counts over: a vendor's over the whole installation, a machine's own over each process. */
  readonly limitPer: 'installation' | 'process';
  /** `vendorModel` comes from the model's own file. */
  start(vendorModel: string, input: StartInput): TransportRequest;
  readStart(answer: TransportAnswer): StartOutcome;
  check?(handle: Json): TransportRequest;
  readCheck?(answer: TransportAnswer): CheckOutcome;
  cancel?(handle: Json): TransportRequest;
}
