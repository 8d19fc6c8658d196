import type { MessagePort } from 'node:worker_threads';
import type { ErrorCode } from '@atelier/shared/errors';
import type { ErrorValues } from '../lib/app-error.ts';
import type {
  FitJob,
  FittedPicture,
  NormaliseJob,
  PictureFile,
  PictureJob,
  ProducedPicture,
} from './picture-pool.ts';

/** What one worker thread is asked to do. Only paths travel; pixels never cross between threads. */
export type WorkerTask =
  | { readonly kind: 'normalise'; readonly job: NormaliseJob }
  | { readonly kind: 'fit'; readonly job: FitJob }
  | { readonly kind: 'process'; readonly job: PictureJob };

export interface WorkerRequest {
  readonly task: WorkerTask;
  /** The job's one shared number; see `JOB_STATE`. */
  readonly state: Int32Array<SharedArrayBuffer>;
  readonly port: MessagePort;
}

/** Errors lose their class between threads, so they travel as what AppError is made of. */
export type WorkerAnswer =
  | { readonly kind: 'normalised'; readonly file: PictureFile }
  | { readonly kind: 'fitted'; readonly file: FittedPicture }
  | { readonly kind: 'processed'; readonly pictures: readonly ProducedPicture[] }
  | { readonly kind: 'stopped' }
  | {
      readonly kind: 'failed';
      readonly code: ErrorCode;
      readonly values: ErrorValues;
      readonly detail: string;
    };
