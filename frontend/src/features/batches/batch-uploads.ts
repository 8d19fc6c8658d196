import type { BatchFileOutcome, BatchFiles } from '@atelier/shared/contracts/batch';
import { MAX_FILES_PER_TASK, MEBIBYTE } from '@atelier/shared/limits';
import { ApiError, isApiError } from '../../lib/api-error.ts';
import { coalesce } from '../../lib/coalesce.ts';

/** A picture on its way to its place in a batch. */
export interface UploadPicture {
  readonly position: number;
  readonly file: File;
  readonly state: 'waiting' | 'sending' | 'sent' | 'refused';
  /** Why the server did not take it. */
  readonly refusal?: Pick<BatchFileOutcome, 'code' | 'message'> | undefined;
  /** To be sent alone, because a piece with it was refused as a whole. */
  readonly isAlone?: boolean;
}

/** The pictures that this tab sends to one batch. */
export interface BatchUpload {
  readonly batchId: string;
  readonly pictures: readonly UploadPicture[];
  /** Bytes of the pieces under way that have left. */
  readonly leavingBytes: number;
  /** Why nothing is being sent just now although something waits. */
  readonly hold: ApiError | undefined;
  /** A person has stopped it, and may let it go on. */
  readonly isPaused: boolean;
}

export type SendPiece = (
  piece: { batchId: string; pictures: readonly Pick<UploadPicture, 'position' | 'file'>[] },
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
) => Promise<BatchFiles>;

interface Options {
  readonly send: SendPiece;
  readonly onArrived?: (answer: BatchFiles) => void;
}

/** Together they must fit through a slow line within the server's patience for one request. */
const PIECE_BYTES = 8 * MEBIBYTE;
const PIECES_AT_ONCE = 2;
/** Bytes leave all the time; a bar that moves five times a second is smooth. */
const BYTES_SHOWN_EVERY_MS = 200;
const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

interface Piece {
  readonly batchId: string;
  readonly pictures: readonly UploadPicture[];
  readonly abort: AbortController;
  sentBytes: number;
}

/**
 * What a failed request means: the batch takes nothing more; none of its pictures can be taken as things are; try
 * again later, or when the person has signed in; or one of the pictures in it is at fault.
 */
function meaningOf(error: ApiError): 'over' | 'all' | 'later' | 'signIn' | 'picture' {
  const { code, status } = error;
  if (code === 'sign_in_required' || code === 'token_expired') return 'signIn';
  if (code === 'rate_limited' || code === 'network_failed' || code === 'answer_invalid') return 'later';
  if (code === 'batch_closed' || status === 404) return 'over';
  if (code === 'price_changed' || code.startsWith('model_')) return 'all';
  return status >= 500 ? 'later' : 'picture';
}

/**
 * Sends the pictures of batches piece by piece, in the background of all pages. What the line or the server interrupts
 * goes on by itself: a place takes its picture once, so a piece may be repeated without asking whether it arrived.
 */
export class BatchUploads {
  readonly #send: SendPiece;
  readonly #onArrived: (answer: BatchFiles) => void;
  readonly #listeners = new Set<() => void>();
  readonly #pieces = new Set<Piece>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  readonly #failures = new Map<string, number>();
  readonly #bytesShown = coalesce(() => this.#publish(), BYTES_SHOWN_EVERY_MS);
  #uploads: readonly BatchUpload[] = [];

  constructor({ send, onArrived = () => undefined }: Options) {
    this.#send = send;
    this.#onArrived = onArrived;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = (): readonly BatchUpload[] => this.#uploads;

  /** Adds pictures for places of a batch. A place that is being sent already keeps its picture. */
  add(batchId: string, files: ReadonlyArray<{ position: number; file: File }>): void {
    const known = this.#uploads.find((upload) => upload.batchId === batchId);
    const kept = (known?.pictures ?? []).filter(({ state }) => state !== 'refused');
    const taken = new Set(kept.map(({ position }) => position));
    const added = files
      .filter(({ position }) => !taken.has(position))
      .map(({ position, file }): UploadPicture => ({ position, file, state: 'waiting' }));
    const pictures = [...kept, ...added].sort((one, other) => one.position - other.position);
    const upload: BatchUpload = {
      batchId,
      pictures,
      leavingBytes: known?.leavingBytes ?? 0,
      hold: undefined,
      isPaused: false,
    };
    this.#set([...this.#uploads.filter((one) => one.batchId !== batchId), upload]);
    this.#sendNext();
  }

  /** Sends again what the server refused, e.g. for missing credits that are there now. */
  retryRefused(batchId: string): void {
    this.#changePictures(batchId, (picture) =>
      picture.state === 'refused' ? { ...picture, state: 'waiting', refusal: undefined } : picture,
    );
    this.#sendNext();
  }

  /** Goes on at once where something was waited for. */
  resume(): void {
    for (const { batchId, hold } of this.#uploads) if (hold) this.#release(batchId);
    this.#sendNext();
  }

  /** Sends nothing until `goOn`, and keeps what was not sent: a batch may yet go on. */
  pause(batchId: string): void {
    this.#abortPieces(batchId);
    this.#release(batchId);
    this.#changePictures(batchId, (picture) =>
      picture.state === 'sending' ? { ...picture, state: 'waiting' } : picture,
    );
    this.#change(batchId, { isPaused: true });
    this.#sendNext();
  }

  /** Sends on after a pause. */
  goOn(batchId: string): void {
    this.#change(batchId, { isPaused: false });
    this.#sendNext();
  }

  /** Sends nothing more to this batch and forgets its pictures. What arrived stays. */
  stop(batchId: string): void {
    this.#abortPieces(batchId);
    this.#release(batchId);
    this.#failures.delete(batchId);
    this.#set(this.#uploads.filter((upload) => upload.batchId !== batchId));
    this.#sendNext();
  }

  /** Gives everything up, e.g. when another person signs in. */
  clear(): void {
    for (const { batchId } of this.#uploads) this.stop(batchId);
  }

  #sendNext(): void {
    while (this.#pieces.size < PIECES_AT_ONCE) {
      const piece = this.#nextPiece();
      if (!piece) return;
      this.#pieces.add(piece);
      this.#markPiece(piece, 'sending');
      void this.#sendPiece(piece);
    }
  }

  #nextPiece(): Piece | undefined {
    for (const { batchId, pictures, hold, isPaused } of this.#uploads) {
      if (hold || isPaused) continue;
      const taken: UploadPicture[] = [];
      let bytes = 0;
      for (const picture of pictures) {
        if (picture.state !== 'waiting') continue;
        const isFull =
          taken.length >= MAX_FILES_PER_TASK || (taken.length > 0 && bytes + picture.file.size > PIECE_BYTES);
        if (isFull || (picture.isAlone && taken.length > 0)) break;
        taken.push(picture);
        bytes += picture.file.size;
        if (picture.isAlone) break;
      }
      if (taken.length > 0) {
        return { batchId, pictures: taken, abort: new AbortController(), sentBytes: 0 };
      }
    }
    return undefined;
  }

  async #sendPiece(piece: Piece): Promise<void> {
    const { batchId, pictures, abort } = piece;
    const bytes = pictures.reduce((sum, { file }) => sum + file.size, 0);
    try {
      const onProgress = (fraction: number) => {
        piece.sentBytes = fraction * bytes;
        this.#countLeaving(batchId);
        this.#bytesShown.ask();
      };
      const answer = await this.#send({ batchId, pictures }, onProgress, abort.signal);
      this.#failures.delete(batchId);
      this.#pieces.delete(piece);
      this.#takeOutcomes(batchId, answer.files);
      this.#onArrived(answer);
    } catch (error) {
      this.#pieces.delete(piece);
      if (!abort.signal.aborted) this.#afterFailure(piece, asApiError(error));
    } finally {
      this.#countLeaving(batchId);
      this.#publish();
      this.#sendNext();
    }
  }

  #takeOutcomes(batchId: string, outcomes: readonly BatchFileOutcome[]): void {
    const byPosition = new Map(outcomes.map((outcome) => [outcome.position, outcome]));
    this.#changePictures(batchId, (picture) => {
      const outcome = byPosition.get(picture.position);
      if (!outcome) return picture;
      const { code, message } = outcome;
      return code === null
        ? { ...picture, state: 'sent' }
        : { ...picture, state: 'refused', refusal: { code, message } };
    });
    const upload = this.#uploads.find((one) => one.batchId === batchId);
    // Nothing is left to tell: the server knows the rest.
    if (upload?.pictures.every(({ state }) => state === 'sent')) this.stop(batchId);
  }

  #afterFailure(piece: Piece, error: ApiError): void {
    const { batchId, pictures } = piece;
    const meaning = meaningOf(error);
    if (meaning === 'over') {
      this.stop(batchId);
    } else if (meaning === 'all') {
      this.#refuse(batchId, error, ({ state }) => state !== 'sent');
    } else if (meaning === 'picture' && pictures.length === 1) {
      this.#refuse(batchId, error, ({ position }) => position === pictures[0]?.position);
    } else if (meaning === 'picture') {
      // One of them is at fault: each by itself, the others get through.
      this.#markPiece(piece, 'waiting', true);
    } else {
      this.#markPiece(piece, 'waiting');
      this.#change(batchId, { hold: error });
      if (meaning === 'later') this.#resumeLater(batchId, error);
    }
  }

  #refuse(batchId: string, { code, message }: ApiError, isMeant: (picture: UploadPicture) => boolean): void {
    this.#changePictures(batchId, (picture) =>
      isMeant(picture) ? { ...picture, state: 'refused', refusal: { code, message } } : picture,
    );
  }

  #resumeLater(batchId: string, error: ApiError): void {
    const failures = (this.#failures.get(batchId) ?? 0) + 1;
    this.#failures.set(batchId, failures);
    const asked = Number(error.details.seconds);
    const pauseMs = Number.isFinite(asked)
      ? asked * 1000
      : Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (failures - 1));
    clearTimeout(this.#timers.get(batchId));
    this.#timers.set(
      batchId,
      setTimeout(() => {
        this.#release(batchId);
        this.#sendNext();
      }, pauseMs),
    );
  }

  #abortPieces(batchId: string): void {
    for (const piece of this.#pieces) if (piece.batchId === batchId) piece.abort.abort();
  }

  #release(batchId: string): void {
    clearTimeout(this.#timers.get(batchId));
    this.#timers.delete(batchId);
    this.#change(batchId, { hold: undefined });
  }

  #markPiece({ batchId, pictures }: Piece, state: 'sending' | 'waiting', isAlone = false): void {
    const positions = new Set(pictures.map(({ position }) => position));
    this.#changePictures(batchId, (picture) =>
      positions.has(picture.position) ? { ...picture, state, ...(isAlone && { isAlone }) } : picture,
    );
  }

  #countLeaving(batchId: string): void {
    let leavingBytes = 0;
    for (const piece of this.#pieces) if (piece.batchId === batchId) leavingBytes += piece.sentBytes;
    this.#uploads = this.#changed(batchId, { leavingBytes });
  }

  #changePictures(batchId: string, change: (picture: UploadPicture) => UploadPicture): void {
    const upload = this.#uploads.find((one) => one.batchId === batchId);
    if (upload) this.#change(batchId, { pictures: upload.pictures.map(change) });
  }

  #change(batchId: string, change: Partial<BatchUpload>): void {
    this.#set(this.#changed(batchId, change));
  }

  #changed(batchId: string, change: Partial<BatchUpload>): readonly BatchUpload[] {
    return this.#uploads.map((one) => (one.batchId === batchId ? { ...one, ...change } : one));
  }

  #set(uploads: readonly BatchUpload[]): void {
    this.#uploads = uploads;
    this.#publish();
  }

  #publish(): void {
    for (const listener of this.#listeners) listener();
  }
}

function asApiError(error: unknown): ApiError {
  if (isApiError(error)) return error;
  console.error('Pictures of a batch could not be sent', error);
  return new ApiError({ code: 'network_failed', status: 0, message: String(error) });
}
