import type { JobControl } from '../job-control.ts';
import type { MattingLoader } from '../matting/matting-loader.ts';
import type { PictureJob, ProducedPicture } from '../picture-pool.ts';

/** What an operation may use beside its job. */
export interface OperationContext {
  readonly control: JobControl;
  readonly matting: MattingLoader;
}

export type Operation = (job: PictureJob, context: OperationContext) => Promise<readonly ProducedPicture[]>;
