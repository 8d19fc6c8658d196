import { mkdir } from 'node:fs/promises';
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

/** Makes the output folder if need be, so that several inputs of one task can each have their own. */
export async function runOperation(
  job: PictureJob,
  context: OperationContext,
): Promise<readonly ProducedPicture[]> {
  await mkdir(job.outputDirectory, { recursive: true });
  return OPERATIONS[job.operation](job, context);
}
