import type { z } from 'zod';
import { encodeRaster, shrinkToPreview } from '../encode-raster.ts';
import { composeOnColor } from '../filters/compose.ts';
import { enhanceProduct } from '../filters/enhance-product.ts';
import { type CutOutStage, cutOut } from '../matting/cut-out.ts';
import { readSource } from '../open-source.ts';
import { type EncodedPicture, writePicture } from '../picture-files.ts';
import type { PictureJob, ProducedPicture } from '../picture-pool.ts';
import type { Mounted, Raster } from '../raster.ts';
import { basicCleanParameters } from './basic-clean-parameters.ts';
import type { OperationContext } from './operation.ts';

const RESULTS = {
  matting: { role: 'matting', name: 'matting.png', step: 'encoding', make: (cut: Raster): Raster => cut },
  white_bg: {
    role: 'white-bg',
    name: 'white-bg.png',
    step: 'compositing',
    make: (cut: Raster): Mounted => composeOnColor(cut, [255, 255, 255]),
  },
  enhanced: { role: 'enhanced', name: 'enhanced.png', step: 'enhancing', make: enhanceProduct },
} as const;

type ResultKey = keyof typeof RESULTS;

/** Share of the job that is done when the cut-out is; measured on 12 megapixels, where an encode takes about a fifth of it all. */
const CUT_OUT_SHARE: Readonly<Record<CutOutStage, number>> = { decoded: 0.3, detected: 0.75, refined: 1 };
const CUT_OUT_WEIGHT = 1.3;
/** More would hold more finished pixels in memory and take the process' file-system threads from everybody else. */
const MAX_ENCODINGS_AT_ONCE = 2;

/** Cut-out, white background and enhanced picture, or one of them. */
export async function basicClean(
  job: PictureJob,
  context: OperationContext,
): Promise<readonly ProducedPicture[]> {
  const { control, matting } = context;
  const { template } = basicCleanParameters.parse(job.parameters);
  const keys = resultsOf(template);
  const total = CUT_OUT_WEIGHT + keys.length;
  const cut = await cutOut(await readSource(job.sourcePath), matting, (stage) => {
    const step = stage === 'decoded' ? 'detecting' : stage === 'detected' ? 'refining' : 'encoding';
    control.progress(step, (CUT_OUT_SHARE[stage] * CUT_OUT_WEIGHT) / total);
  });
  const preview = shrinkToPreview(cut);
  const produced: ProducedPicture[] = [];
  // While results are encoded outside this thread, the pixels of the next one are made on it.
  const encodings: { readonly key: ResultKey; readonly picture: Promise<EncodedPicture> }[] = [];
  const finishOldest = async (): Promise<void> => {
    const oldest = encodings.shift();
    if (!oldest) return;
    const { role, name } = RESULTS[oldest.key];
    const file = await writePicture(control, job.outputDirectory, name, await oldest.picture);
    produced.push({ ...file, role, name });
    control.progress('encoding', (CUT_OUT_WEIGHT + produced.length) / total);
  };
  for (const key of keys) {
    control.progress(RESULTS[key].step, (CUT_OUT_WEIGHT + produced.length) / total);
    const { make } = RESULTS[key];
    const raster = make(cut);
    if (encodings.length === MAX_ENCODINGS_AT_ONCE) await finishOldest();
    const picture = encodeRaster(raster, 'image/png', make(preview));
    // Awaited later; a failure or an abort in between must not count as unhandled.
    picture.catch(() => undefined);
    encodings.push({ key, picture });
  }
  while (encodings.length > 0) await finishOldest();
  return produced;
}

function resultsOf(template: z.infer<typeof basicCleanParameters>['template']): readonly ResultKey[] {
  return template === 'all' ? ['matting', 'white_bg', 'enhanced'] : [template];
}
