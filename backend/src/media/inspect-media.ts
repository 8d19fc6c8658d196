import { open, stat } from 'node:fs/promises';
import { type IAudioMetadata, parseFile } from 'music-metadata';
import { AppError } from '../lib/app-error.ts';

/** What a video or a recording turned out to be. */
export interface MediaFacts {
  readonly contentType: string;
  readonly durationSeconds: number;
  /** Of videos, where the file tells. */
  readonly width: number | null;
  readonly height: number | null;
}

const VIDEO_TRACK = 1;

/**
 * Decides from the bytes what a file is, and that it is whole as far as its own structure tells. Nothing is decoded.
 * @throws AppError result_not_media when it is not what it should be, cut short or empty.
 */
export async function inspectMedia(path: string, expected: 'video' | 'audio'): Promise<MediaFacts> {
  const metadata = await parseFile(path, { duration: true, skipCovers: true }).catch((error: unknown) => {
    throw new AppError('result_not_media', {}, { cause: error });
  });
  const { format } = metadata;
  const isVideo = format.trackInfo.some(({ type }) => type === VIDEO_TRACK);
  const contentType = contentTypeOf(metadata, isVideo);
  const durationSeconds = format.duration ?? 0;
  if (contentType === undefined || isVideo !== (expected === 'video') || durationSeconds <= 0) {
    throw new AppError('result_not_media');
  }
  await assertWhole(path, contentType);
  const track = format.trackInfo.find(({ video }) => video !== undefined)?.video;
  return {
    contentType,
    durationSeconds,
    width: track?.pixelWidth || null,
    height: track?.pixelHeight || null,
  };
}

/** Only what browsers play and the storage knows. */
function contentTypeOf({ format }: IAudioMetadata, isVideo: boolean): string | undefined {
  const container = (format.container ?? '').toLowerCase();
  if (container.startsWith('ebml')) return isVideo ? 'video/webm' : undefined;
  if (/\bqt\b/.test(container)) return isVideo ? 'video/quicktime' : undefined;
  if (/isom|mp4|m4a|iso\d|avc1/.test(container)) return isVideo ? 'video/mp4' : 'audio/mp4';
  if (isVideo) return undefined;
  if (container.startsWith('mpeg')) return 'audio/mpeg';
  if (container.startsWith('wave')) return 'audio/wav';
  if (container.startsWith('ogg')) return 'audio/ogg';
  return container.startsWith('flac') ? 'audio/flac' : undefined;
}

/** Containers that say how long they are must not be shorter. */
async function assertWhole(path: string, contentType: string): Promise<void> {
  const { size } = await stat(path);
  const head = Buffer.alloc(64);
  const file = await open(path);
  try {
    await file.read(head, 0, head.length, 0);
  } finally {
    await file.close();
  }
  const declared = contentType === 'audio/wav' ? 8 + head.readUInt32LE(4) : webmLength(head, contentType);
  if (declared !== undefined && declared > size) throw new AppError('result_not_media');
}

/** End of the segment by its own size (RFC 8794 §6); undefined when it gives none. */
function webmLength(head: Buffer, contentType: string): number | undefined {
  if (contentType !== 'video/webm') return undefined;
  const segment = head.indexOf(Buffer.from([0x18, 0x53, 0x80, 0x67]));
  const first = head[segment + 4];
  if (segment < 0 || first === undefined || first === 0) return undefined;
  const width = Math.clz32(first) - 23;
  if (segment + 4 + width > head.length) return undefined;
  const bytes = head.subarray(segment + 4, segment + 4 + width);
  let value = BigInt(first & ((1 << (8 - width)) - 1));
  let isUnknown = first === (1 << (9 - width)) - 1;
  for (const byte of bytes.subarray(1)) {
    value = (value << 8n) | BigInt(byte);
    isUnknown &&= byte === 0xff;
  }
  return isUnknown ? undefined : segment + 4 + width + Number(value);
}
