import type { PictureType } from '@atelier/shared/limits';
import type { Sharp } from 'sharp';
import { shrinkByFactor } from './filters/shrink.ts';
import { sharp } from './guarded-sharp.ts';
import { type EncodedPicture, PNG_OPTIONS, THUMBNAIL_SIDE_PIXELS } from './picture-files.ts';
import type { Raster } from './raster.ts';

/**
 * Encodes finished pixels and their thumbnail. JPEG needs three channels.
 * @param preview a smaller copy to make the thumbnail of, where the caller has one: it must not be smaller than the
 * thumbnail.
 */
export async function encodeRaster(
  raster: Raster,
  contentType: PictureType,
  preview: Raster = shrinkToPreview(raster),
): Promise<EncodedPicture> {
  const [bytes, thumbnail] = await Promise.all([
    encode(fromRaster(raster), contentType).toBuffer(),
    encodeThumbnail(preview),
  ]);
  return {
    bytes,
    contentType,
    width: raster.width,
    height: raster.height,
    hasAlpha: raster.channels === 4,
    thumbnail,
  };
}

/** A copy that is no smaller than a thumbnail and, where the picture has transparency, less than twice as large. */
export function shrinkToPreview(raster: Raster): Raster {
  // libvips shrinks opaque pixels faster than we do, and on another thread.
  if (raster.channels === 3) return raster;
  const { width, height } = raster;
  const factor = Math.floor(Math.max(width, height) / THUMBNAIL_SIDE_PIXELS);
  return shrinkByFactor(raster, Math.min(factor, width, height));
}

function encode(picture: Sharp, contentType: PictureType): Sharp {
  if (contentType === 'image/png') return picture.png(PNG_OPTIONS);
  if (contentType === 'image/webp') return picture.webp({ quality: 92, effort: 2 });
  return picture.jpeg({ quality: 92, chromaSubsampling: '4:4:4' });
}

function encodeThumbnail(preview: Raster): Promise<Buffer> {
  return fromRaster(preview)
    .resize({
      width: THUMBNAIL_SIDE_PIXELS,
      height: THUMBNAIL_SIDE_PIXELS,
      fit: 'inside',
      withoutEnlargement: true,
    })
    .webp({ quality: 80, effort: 2 })
    .toBuffer();
}

function fromRaster({ data, width, height, channels }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}
