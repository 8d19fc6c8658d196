import type { PictureType } from '@atelier/shared/limits';
import type { Sharp } from 'sharp';
import { flatten } from './filters/mount.ts';
import { shrinkByFactor } from './filters/shrink.ts';
import { sharp } from './guarded-sharp.ts';
import { type EncodedPicture, PNG_OPTIONS, THUMBNAIL_SIDE_PIXELS } from './picture-files.ts';
import type { Mounted, Raster } from './raster.ts';

/**
 * Encodes finished pixels and their thumbnail. JPEG needs three channels.
 * @param preview a smaller copy to make the thumbnail of, where the caller has one: it must not be smaller than the
 * thumbnail.
 */
export async function encodeRaster(
  picture: Raster | Mounted,
  contentType: PictureType,
  preview: Raster | Mounted = isMounted(picture) ? picture : shrinkToPreview(picture),
): Promise<EncodedPicture> {
  const [bytes, thumbnail] = await Promise.all([
    encode(isMounted(picture) ? fromMounted(picture) : fromRaster(picture), contentType).toBuffer(),
    encodeThumbnail(isMounted(preview) ? flatten(preview) : preview),
  ]);
  return {
    bytes,
    contentType,
    width: picture.width,
    height: picture.height,
    hasAlpha: !isMounted(picture) && picture.channels === 4,
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

function isMounted(picture: Raster | Mounted): picture is Mounted {
  return 'part' in picture;
}

/** libvips adds what is of one colour while it encodes, outside this thread and without memory for it. */
function fromMounted({ part, left, top, width, height, color: [r, g, b] }: Mounted): Sharp {
  const right = width - left - part.width;
  const bottom = height - top - part.height;
  return fromRaster(part).extend({ left, top, right, bottom, background: { r, g, b } });
}

function fromRaster({ data, width, height, channels }: Raster): Sharp {
  return sharp(data, { raw: { width, height, channels } });
}
