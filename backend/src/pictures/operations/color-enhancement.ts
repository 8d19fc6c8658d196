import { addGlow } from '../filters/glow.ts';
import { applyGrade, type Grade } from '../filters/grade.ts';
import { autoLevels, soft, vivid, whiteBalance } from '../filters/grades.ts';
import { decodeSource, readSource } from '../open-source.ts';
import type { PictureJob, ProducedPicture } from '../picture-pool.ts';
import type { Raster } from '../raster.ts';
import {
  type ColorEnhancementParameters,
  colorEnhancementParameters,
} from './color-enhancement-parameters.ts';
import type { OperationContext } from './operation.ts';
import { writeResult } from './write-result.ts';

const GRADES: Readonly<Record<ColorEnhancementParameters['mode'], (picture: Raster) => Grade>> = {
  auto_levels: autoLevels,
  white_balance: whiteBalance,
  vivid,
  soft,
};
/** How much of the picture's own glow `soft` adds at full strength. */
const SOFT_GLOW = 0.22;

/** Better colours in the input's own format; transparency stays as it is. */
export async function colorEnhancement(
  job: PictureJob,
  context: OperationContext,
): Promise<readonly ProducedPicture[]> {
  const { mode, strength } = colorEnhancementParameters.parse(job.parameters);
  const source = await readSource(job.sourcePath);
  const picture = await decodeSource(source);
  context.control.progress('enhancing', 0.15);
  applyGrade(picture, GRADES[mode](picture), strength / 100);
  if (mode === 'soft') await addGlow(picture, (SOFT_GLOW * strength) / 100);
  context.control.progress('encoding', 0.5);
  return writeResult(picture, { role: 'enhanced', type: source.type }, job, context);
}
