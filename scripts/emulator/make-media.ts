import { readFile } from 'node:fs/promises';
import type { EmulatedFile } from './file-shelf.ts';

/** Sound and moving pictures are made once (`make-fixtures.ts`) and lie beside this file. */
const FIXTURES = new URL('./fixtures/', import.meta.url);
const VIDEO_SIDES = { width: 320, height: 180 } as const;
const SECONDS = 2;
const VIDEO_TYPES = { mp4: 'video/mp4', webm: 'video/webm' } as const;
const AUDIO_TYPES = { mp3: 'audio/mpeg', wav: 'audio/wav' } as const;

export type VideoFormat = keyof typeof VIDEO_TYPES;
export type AudioFormat = keyof typeof AUDIO_TYPES;

const known = new Map<string, Promise<Buffer>>();

function fixture(name: string): Promise<Buffer> {
  const found = known.get(name) ?? readFile(new URL(name, FIXTURES));
  known.set(name, found);
  return found;
}

/** Two seconds of picture and sound that say what they are. */
export async function makeVideo(format: VideoFormat = 'mp4'): Promise<EmulatedFile> {
  const name = `emulated.${format}`;
  const bytes = await fixture(name);
  return { bytes, contentType: VIDEO_TYPES[format], name, ...VIDEO_SIDES, seconds: SECONDS };
}

/** A voice that says that it is emulated. */
export async function makeAudio(format: AudioFormat = 'mp3'): Promise<EmulatedFile> {
  const name = `emulated.${format}`;
  const bytes = await fixture(name);
  return { bytes, contentType: AUDIO_TYPES[format], name, width: null, height: null, seconds: SECONDS };
}
