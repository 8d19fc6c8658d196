import type { TaskStep } from '@atelier/shared/task-steps';

/** A picture file on local disk, described once where it was written so that nobody has to read it again. */
export interface PictureFile {
  readonly path: string;
  readonly contentType: 'image/jpeg' | 'image/png' | 'image/webp';
  readonly width: number;
  readonly height: number;
  readonly hasAlpha: boolean;
  readonly sizeBytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
  /** A WebP of at most 480 pixels a side beside it, for lists. */
  readonly thumbnailPath: string;
}

export interface NormaliseJob {
  /** The uploaded bytes, untrusted in every respect. */
  readonly sourcePath: string;
  /** The user's own file name, only to be named in errors. */
  readonly fileName: string;
  /** An existing folder, the caller's to delete, where the copy and its thumbnail are written. */
  readonly outputDirectory: string;
  /** Default: those of an upload. */
  readonly limits?: NormaliseLimits;
}

/** How much work a picture may be. A thread may hold it as a whole, with four bytes a pixel. */
export interface NormaliseLimits {
  readonly maxPixels: number;
  /** A decode, or an encode, that takes longer is given up. */
  readonly timeoutSeconds: number;
}

/** A picture of our own to be written as a vendor takes it. */
export interface FitJob {
  readonly sourcePath: string;
  /** An existing folder, the caller's to delete. */
  readonly outputDirectory: string;
  /** Its size afterwards, if the bytes allow it. */
  readonly width: number;
  readonly height: number;
  /** Default: all. The picture's own is preferred. */
  readonly formats?: readonly PictureFile['contentType'][];
  readonly maxBytes?: number;
  /** Rather fails than makes it smaller for the sake of the bytes. */
  readonly mustKeepSize?: boolean;
  /** Off for masks of which only the transparency counts. Default on. */
  readonly keepsColours?: boolean;
}

/** It has no thumbnail and is stored nowhere. */
export type FittedPicture = Pick<PictureFile, 'path' | 'contentType' | 'width' | 'height' | 'sizeBytes'>;

/** What can be done to a picture here; each has a file of its own in `operations/`. */
export const PICTURE_OPERATIONS = [
  'basic_clean',
  'background_removal',
  'color_enhancement',
  'style_transfer',
] as const;
export type PictureOperation = (typeof PICTURE_OPERATIONS)[number];

/** One local picture operation on one input. `operation` and `parameters` come from a local model's own file. */
export interface PictureJob {
  readonly operation: PictureOperation;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly sourcePath: string;
  readonly outputDirectory: string;
}

export interface ProducedPicture extends PictureFile {
  /** What it is, e.g. `matting`, `white-bg`, `enhanced`. */
  readonly role: string;
  /** The result's file name, e.g. `white-bg.png`. */
  readonly name: string;
}

export interface PictureHooks {
  /** Called when a step begins or moves; `fraction` is the share of the whole job that is done, 0 to 1. */
  onProgress?(step: TaskStep, fraction: number): void;
  signal?: AbortSignal;
}

/**
 * All decoding, inference and encoding happens behind this, in worker threads, so that the API's event loop never
 * touches a pixel. Failures are AppErrors: file_type_unsupported, file_empty, file_damaged,
 * picture_too_many_pixels, picture_too_small, picture_animated (normalise); no_subject_found,
 * picture_processing_failed (process). An aborted signal rejects with its reason.
 */
export interface PicturePool {
  /**
   * Decides the type from the bytes, decodes the whole picture, applies EXIF orientation, converts to sRGB by its
   * profile, drops every bit of metadata and writes a fresh copy: JPEG stays JPEG, WebP stays WebP, PNG stays PNG.
   */
  normalise(job: NormaliseJob, hooks?: PictureHooks): Promise<PictureFile>;
  /** Writes a copy with other size, format or fewer bytes; transparency is kept where a format has it. */
  fit(job: FitJob, hooks?: PictureHooks): Promise<FittedPicture>;
  process(job: PictureJob, hooks?: PictureHooks): Promise<readonly ProducedPicture[]>;
  /** Waits for running jobs (bounded by the worker's own limits), then ends the threads. */
  close(): Promise<void>;
}
