import { open } from 'node:fs/promises';
import { parseFile } from 'music-metadata';
import { AppError } from '../lib/app-error.ts';
import { isWhole } from './is-whole.ts';
import { type MediaFile, readAt, type Tracks } from './media-file.ts';
import { readMovie } from './read-movie.ts';
import { readWebm } from './read-webm.ts';
import { type MediaContainer, SNIFFED_BYTES, sniffMedia } from './sniff-media.ts';

/** What a video or a recording turned out to be. */
export interface MediaFacts {
  readonly contentType: string;
  /** Null when a video's file does not say it. */
  readonly durationSeconds: number | null;
  /** Of videos, where the file tells. */
  readonly width: number | null;
  readonly height: number | null;
}

/** A container is a video's when there are pictures in it; some hold sound alone under a name of its own. */
const CONTENT_TYPES: Readonly<Record<MediaContainer, { readonly video?: string; readonly audio?: string }>> =
  {
    mp4: { video: 'video/mp4', audio: 'audio/mp4' },
    quicktime: { video: 'video/quicktime' },
    webm: { video: 'video/webm' },
    mpeg: { audio: 'audio/mpeg' },
    wav: { audio: 'audio/wav' },
    ogg: { audio: 'audio/ogg' },
    flac: { audio: 'audio/flac' },
  };

/**
 * Decides from the bytes what a file is, and that it is whole as far as its own structure tells. Nothing is decoded.
 * @throws AppError result_not_media when it is not what it should be, cut short or empty.
 */
export async function inspectMedia(path: string, expected: 'video' | 'audio'): Promise<MediaFacts> {
  const { container, tracks } = await inspectFile(path);
  const contentType = CONTENT_TYPES[container][expected];
  const isExpected = tracks.hasVideo === (expected === 'video');
  // Sound without a length is no sound; videos that are written while they are made may not know theirs.
  const isEmpty = !(tracks.durationSeconds > 0) && !(expected === 'video' && tracks.isOpen);
  if (contentType === undefined || !isExpected || isEmpty) throw new AppError('result_not_media');
  return {
    contentType,
    durationSeconds: tracks.durationSeconds > 0 ? tracks.durationSeconds : null,
    width: tracks.width,
    height: tracks.height,
  };
}

async function inspectFile(path: string): Promise<{ container: MediaContainer; tracks: Tracks }> {
  const handle = await open(path);
  try {
    const file = { handle, sizeBytes: (await handle.stat()).size };
    const container = sniffMedia(await readAt(file, 0, SNIFFED_BYTES));
    if (container === undefined || !(await isWhole(container, file))) throw new AppError('result_not_media');
    const tracks = await readTracks(container, file, path);
    if (!tracks || !(tracks.hasVideo || tracks.hasAudio)) throw new AppError('result_not_media');
    return { container, tracks };
  } finally {
    await handle.close();
  }
}

function readTracks(container: MediaContainer, file: MediaFile, path: string): Promise<Tracks | undefined> {
  switch (container) {
    case 'mp4':
    case 'quicktime':
      return readMovie(file);
    case 'webm':
      return readWebm(file);
    default:
      return readSound(path);
  }
}

/** The containers of sound alone. @throws AppError result_not_media */
async function readSound(path: string): Promise<Tracks> {
  const { format } = await parseFile(path, { duration: true, skipCovers: true }).catch((error: unknown) => {
    throw new AppError('result_not_media', {}, { cause: error });
  });
  const durationSeconds = format.duration ?? 0;
  return { hasVideo: false, hasAudio: true, durationSeconds, isOpen: false, width: null, height: null };
}
