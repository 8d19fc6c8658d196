import type { PictureJob, ProducedPicture } from '../picture-pool.ts';
import { backgroundRemoval } from './background-removal.ts';
import { basicClean } from './basic-clean.ts';
import { colorEnhancement } from './color-enhancement.ts';
import type { Operation, OperationContext } from './operation.ts';
import { styleTransfer } from './style-transfer.ts';

const OPERATIONS: Readonly<Record<PictureJob['operation'], Operation>> = {
  basic_clean: basicClean,
  background_removal: backgroundRemoval,
  color_enhancement: colorEnhancement,
  style_transfer: styleTransfer,
};

export function runOperation(job: PictureJob, context: OperationContext): Promise<readonly ProducedPicture[]> {
  return OPERATIONS[job.operation](job, context);
}
