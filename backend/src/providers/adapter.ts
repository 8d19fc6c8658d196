import type { InputDifference as InputDifferenceOfModel } from '@atelier/shared/contracts/provider';
import type { ErrorCode } from '@atelier/shared/errors';
import type { FailureKind } from '@atelier/shared/failure-kinds';
import type { ParameterSchema } from '@atelier/shared/parameter-form';
import type { TaskStep } from '@atelier/shared/task-steps';
import type { PictureJob, ProducedPicture } from '../pictures/picture-pool.ts';
import type { ConnectionRules } from './connection.ts';
import type { AnswerFile, HttpAnswer, HttpRequest, HttpSilence, InputFile, Json } from './http-messages.ts';

/** A model as its adapter needs it. */
export interface ModelAtVendor {
  readonly slug: string;
  /** What the vendor calls it. */
  readonly vendorModel: string;
  /** What else its own file says to its vendor's adapter; each vendor folder gives it a type. */
  readonly vendor?: unknown;
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
  /** What `readPrepared` made of the answers to `prepare`, in their order. */
  readonly prepared: readonly Json[];
  /** The vendor's handle of the earlier task this one goes on with (`continues` in the model's file). */
  readonly continued: Json | null;
  /** What the operator says about his account for this model (`settings` in the model's file). */
  readonly settings?: unknown;
  /** Where the vendor may tell us that something happened; null when it could not reach this installation. */
  readonly callbackUrl: string | null;
}

/** Work for the machine itself: one picture job per input. */
export interface LocalRequest {
  readonly kind: 'local';
  readonly jobs: readonly { readonly inputPosition: number; readonly job: PictureJob }[];
}

/** What an adapter wants done. The transport does it; adapters never open a connection or a thread themselves. */
export type TransportRequest = LocalRequest | HttpRequest;

export interface LocalAnswer {
  readonly kind: 'local';
  readonly pictures: readonly { readonly inputPosition: number; readonly picture: ProducedPicture }[];
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

/** What a result is called and belongs to. */
interface ResultLabel {
  readonly name: string;
  readonly role: string;
  readonly inputPosition: number;
  /** What it must turn out to be. Default: the model's output type. */
  readonly mediaType?: MediaType;
}
export type MediaType = 'image' | 'video' | 'audio';

/** A finished file that still lies with the vendor; it is fetched, checked like an upload and copied before the end. */
export interface RemoteFile extends ResultLabel {
  readonly url: string;
  /** When the vendor's link ends, ISO 8601, where known. */
  readonly expiresAt?: string;
}

/** A finished file that came inside the vendor's answer; it is checked like an upload before the end. */
export interface ReceivedFile extends ResultLabel {
  readonly received: AnswerFile;
}
export type Delivered = OutputFile | RemoteFile | ReceivedFile;

/** Why a vendor call did not lead to a result, and with it what happens next. */
export interface ProviderFailure {
  readonly kind: FailureKind;
  readonly code: ErrorCode;
  /** For operators; never shown to users. Never contains a key. */
  readonly detail: string;
  readonly retryAfterMs?: number;
}

/** Something the user should know about a task that goes on. */
export interface ProviderWarning {
  readonly code: 'parameter_ignored' | 'parameter_adjusted' | 'result_filtered';
  /** The parameter or result it is about. */
  readonly subject: string;
}

interface Accepted {
  readonly kind: 'accepted';
  /** Everything `check` needs, also in another process after a restart. */
  readonly handle: Json;
  /** The vendor's own id of the work, for people who ask the vendor. */
  readonly vendorTaskId?: string;
  readonly checkAfterMs?: number;
  readonly warnings?: readonly ProviderWarning[];
}
interface Done {
  readonly kind: 'done';
  /** Fewer than were ordered are charged in part. */
  readonly outputs: readonly Delivered[];
  readonly warnings?: readonly ProviderWarning[];
}
interface Failed {
  readonly kind: 'failed';
  readonly failure: ProviderFailure;
}
interface Running {
  readonly kind: 'running';
  /** 0 to 1, the vendor's own figure. */
  readonly progress?: number;
  readonly step?: TaskStep;
  readonly checkAfterMs?: number;
  /** Replaces the handle, for work whose next question is another one. */
  readonly handle?: Json;
}

export type PrepareOutcome = { readonly kind: 'prepared'; readonly value: Json } | Failed;
export type StartOutcome = Done | Accepted | Failed;
export type CheckOutcome = Done | Running | Failed;

/** What a check is about. */
export interface CheckContext {
  readonly handle: Json;
  readonly model: ModelAtVendor;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** A message a vendor sent to a callback address, as it came. */
export interface CallbackMessage {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly receivedAt: Date;
}

/** One thing to choose from a vendor's list. */
export interface VendorOption {
  readonly value: string;
  readonly label: string;
}
export interface VendorOptions {
  readonly request: HttpRequest;
  /** Undefined when the answer cannot be read. */
  read(answer: HttpAnswer): readonly VendorOption[] | undefined;
  /** The call for the next page of a list; undefined after the last. */
  next?(answer: HttpAnswer): HttpRequest | undefined;
}

/** Where a form here no longer fits what the vendor publishes; words for it are in the contract of providers. */
export type InputDifference = Omit<InputDifferenceOfModel, 'model'>;

/** How forms are compared with what the vendor publishes of its models. Calls that cost nothing. */
export interface PublishedInputs {
  request(model: ModelAtVendor): HttpRequest;
  /** Pure. Undefined when the answer cannot be read. */
  compare(
    answer: HttpAnswer,
    model: ModelAtVendor,
    parameters: ParameterSchema,
  ): readonly InputDifference[] | undefined;
}

/** How callbacks of a vendor that signs them are verified. A callback only brings the next check forward. */
export interface CallbackRules {
  /** What vendors without signatures have: the unguessable address alone. */
  readonly isSigned: boolean;
  /** The vendor refuses orders with a callback address that is not https; then none is given, and it is only asked. */
  readonly needsHttps?: boolean;
  /** Pure. True when the signature fits the provider's callback secret and the message is not older than its window. */
  verify?(message: CallbackMessage, secret: string): boolean;
}

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
  /**
   * Takes inputs by their address alone, so that orders with inputs need an installation whose files can be reached from
   * the internet.
   */
  readonly fetchesInputs?: true;
  /**
   * Starts are answered with the results, so that a relay may wait in the server's place.
   * Only for vendors that every operator of a relay has been told of (docs/operations.md).
   */
  readonly startsMayBeRelayed?: true;
  /** How the vendor is reached; absent for work on this machine. */
  readonly connection?: ConnectionRules;
  readonly callback?: CallbackRules;
  /** Calls that come before the start and may be repeated freely: uploads of inputs. */
  prepare?(model: ModelAtVendor, input: StartInput): readonly HttpRequest[];
  readPrepared?(answer: TransportAnswer): PrepareOutcome;
  start(model: ModelAtVendor, input: StartInput): TransportRequest;
  readStart(answer: TransportAnswer, model: ModelAtVendor, input: StartInput): StartOutcome;
  check?(context: CheckContext): TransportRequest;
  readCheck?(answer: TransportAnswer, context: CheckContext): CheckOutcome;
  /** Lists that the vendor keeps, such as voices, by the parameter that chooses from them. Calls that cost nothing. */
  readonly options?: Readonly<Record<string, VendorOptions>>;
  /** For vendors that publish what their models take and may change it. */
  readonly publishedInputs?: PublishedInputs;
  /** Asks the vendor to stop; its answer changes nothing. */
  cancel?(context: CheckContext): TransportRequest;
}
