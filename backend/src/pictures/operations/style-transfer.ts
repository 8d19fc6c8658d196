import { clampByte } from '../filters/grade.ts';
import { shrinkByFactor } from '../filters/shrink.ts';
import { decodeSource, readSource } from '../open-source.ts';
import type { PictureJob, ProducedPicture } from '../picture-pool.ts';
import type { Raster } from '../raster.ts';
import { comic } from '../styles/comic.ts';
import { noir } from '../styles/noir.ts';
import { popArt } from '../styles/pop-art.ts';
import { sketch } from '../styles/sketch.ts';
import type { Style } from '../styles/style.ts';
import { vintage } from '../styles/vintage.ts';
import { watercolor } from '../styles/watercolor.ts';
import type { OperationContext } from './operation.ts';
import { type StyleTransferParameters, styleTransferParameters } from './style-transfer-parameters.ts';
import { writeResult } from './write-result.ts';

const STYLES: Readonly<Record<StyleTransferParameters['style'], Style>> = {
  sketch,
  watercolor,
  noir,
  vintage,
  pop_art: popArt,
  comic,
};

/** Styles are drawn on at most this many pixels: larger pictures are halved (or more) first, which bounds time and memory. */
const MAX_STYLED_PIXELS = 16_000_000;

/** The whole picture redrawn, in the input's own format; transparency stays as it is. */
export async function styleTransfer(
  job: PictureJob,
  context: OperationContext,
): Promise<readonly ProducedPicture[]> {
  const { style, strength } = styleTransferParameters.parse(job.parameters);
  const source = await readSource(job.sourcePath);
  const decoded = await decodeSource(source);
  const factor = Math.ceil(Math.sqrt((decoded.width * decoded.height) / MAX_STYLED_PIXELS));
  const picture = shrinkByFactor(decoded, Math.min(factor, decoded.width, decoded.height));
  context.control.progress('styling', 0.1);
  const styled = await STYLES[style](onWhite(picture));
  mixInto(picture, styled, strength / 100);
  context.control.progress('encoding', 0.8);
  return writeResult(picture, { role: 'styled', type: source.type }, job, context);
}

/** Styles look around each pixel, so hidden colours below transparency must not show through. */
function onWhite(picture: Raster): Raster {
  if (picture.channels === 3) return picture;
  const { width, height, data: from } = picture;
  const data = new Uint8Array(width * height * 3);
  for (let i = 0, to = 0; i < from.length; i += 4, to += 3) {
    const share = (from[i + 3] as number) / 255;
    for (let c = 0; c < 3; c++) data[to + c] = clampByte(255 + ((from[i + c] as number) - 255) * share);
  }
  return { data, width, height, channels: 3 };
}

function mixInto(picture: Raster, styled: Raster, strength: number): void {
  const { data, channels } = picture;
  for (let i = 0, s = 0; i < data.length; i += channels, s += 3) {
    for (let c = 0; c < 3; c++) {
      const own = data[i + c] as number;
      data[i + c] = clampByte(own + ((styled.data[s + c] as number) - own) * strength);
    }
  }
}
