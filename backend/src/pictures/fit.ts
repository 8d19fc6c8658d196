import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { PictureType } from '@atelier/shared/limits';
import { sharp } from './guarded-sharp.ts';
import type { JobControl } from './job-control.ts';
import type { FitJob, FittedPicture } from './picture-pool.ts';
import { sniff } from './sniff.ts';

/** Our own copies may be so large: results of vendors are. */
const MAX_PIXELS = 150_000_000;
const TIMEOUT_SECONDS = 60;
/** Each try is smaller; the last one of a legal picture has a few hundred pixels a side. */
const MAX_TRIES = 8;
/** Aimed below the limit, since fewer pixels compress a little worse. */
const AIM = 0.9;
const WITH_ALPHA: readonly PictureType[] = ['image/png', 'image/webp'];
const OPAQUE: readonly PictureType[] = ['image/jpeg', 'image/webp', 'image/png'];

/** Writes a copy of one of our own pictures that a vendor takes. See `PicturePool.fit`. */
export async function fit(job: FitJob, control: JobControl): Promise<FittedPicture> {
  const source = await readFile(job.sourcePath);
  const sniffed = sniff(source);
  if (!sniffed.accepted) throw new Error(`a picture to be fitted is ${sniffed.detected}`);
  const { hasAlpha = false } = await open(source).metadata();
  const allowed = (types: readonly PictureType[]) =>
    types.filter((type) => job.formats?.includes(type) ?? true);
  const preferred = allowed(hasAlpha ? WITH_ALPHA : [sniffed.type, ...OPAQUE]);
  const types = [...new Set(preferred.length > 0 ? preferred : allowed(OPAQUE))];
  const { maxBytes = Infinity } = job;
  let { width, height } = job;
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    let smallest = Infinity;
    for (const type of types) {
      control.checkpoint();
      const bytes = await encode(source, { type, width, height, keepsColours: job.keepsColours ?? true });
      if (bytes.length <= maxBytes) return write(job, control, { type, width, height, bytes });
      smallest = Math.min(smallest, bytes.length);
    }
    if (job.mustKeepSize) break;
    const scale = Math.min(AIM, Math.sqrt(maxBytes / smallest) * AIM);
    [width, height] = [Math.max(1, Math.floor(width * scale)), Math.max(1, Math.floor(height * scale))];
  }
  throw new Error(`a picture cannot be brought below ${maxBytes} bytes as ${types.join(', ') || 'nothing'}`);
}

const open = (source: Buffer) =>
  sharp(source, { limitInputPixels: MAX_PIXELS, failOn: 'truncated' }).timeout({ seconds: TIMEOUT_SECONDS });

async function encode(
  source: Buffer,
  {
    type,
    width,
    height,
    keepsColours,
  }: { type: PictureType; width: number; height: number; keepsColours: boolean },
): Promise<Buffer> {
  const sized = open(source).resize(width, height, { fit: 'fill' });
  if (type === 'image/jpeg') return sized.flatten({ background: '#fff' }).jpeg({ quality: 92 }).toBuffer();
  if (type === 'image/webp') return sized.webp({ quality: 92, effort: 2 }).toBuffer();
  if (keepsColours) return sized.png({ compressionLevel: 6, adaptiveFiltering: true }).toBuffer();
  // Only where it is transparent counts, and black compresses to almost nothing.
  const opacity = await sized.ensureAlpha().extractChannel('alpha').raw().toBuffer();
  return sharp({ create: { width, height, channels: 3, background: '#000' } })
    .joinChannel(opacity, { raw: { width, height, channels: 1 } })
    .png({ compressionLevel: 9 })
    .toBuffer();
}

async function write(
  { outputDirectory }: FitJob,
  control: JobControl,
  { type, width, height, bytes }: { type: PictureType; width: number; height: number; bytes: Buffer },
): Promise<FittedPicture> {
  const file = path.join(outputDirectory, `fitted-${randomUUID()}`);
  control.track(file);
  await writeFile(file, bytes);
  return { path: file, contentType: type, width, height, sizeBytes: bytes.length };
}
