import { ELEMENT, MAX_HEAD_BYTES, readElementHead } from './ebml.ts';
import { endsWithWholeFlacFrame, endsWithWholeMpegFrame } from './last-frame.ts';
import { type MediaFile, readAt } from './media-file.ts';
import type { MediaContainer } from './sniff-media.ts';

/** More parts than any result has; a file of nothing but tiny parts must not keep us busy. */
const MAX_PARTS = 200_000;

/** Whether a file is as long as its own structure says. Reads heads of parts, never what is in them. */
export function isWhole(container: MediaContainer, file: MediaFile): Promise<boolean> {
  switch (container) {
    case 'mp4':
    case 'quicktime':
      return areBoxesWhole(file);
    case 'webm':
      return areElementsWhole(file);
    case 'ogg':
      return arePagesWhole(file);
    case 'wav':
      return areChunksWhole(file);
    case 'flac':
      return endsWithWholeFlacFrame(file);
    case 'mpeg':
      return endsWithWholeMpegFrame(file);
  }
}

/** Boxes of ISO/IEC 14496-12 §4.2, one behind the other; a movie and its data must be among them. */
async function areBoxesWhole(file: MediaFile): Promise<boolean> {
  const found = new Set<string>();
  let position = 0;
  for (let count = 0; position < file.sizeBytes; count += 1) {
    const head = await readAt(file, position, 16);
    if (head.length < 8 || count > MAX_PARTS) return false;
    found.add(head.toString('latin1', 4, 8));
    const size = boxSize(head, file.sizeBytes - position);
    if (size === undefined) return false;
    position += size;
  }
  return position === file.sizeBytes && found.has('moov') && (found.has('mdat') || found.has('moof'));
}

/** 0 means "to the end", 1 that the size follows in 64 bits. */
function boxSize(head: Buffer, left: number): number | undefined {
  const short = head.readUInt32BE(0);
  if (short === 0) return left;
  if (short !== 1) return short >= 8 ? short : undefined;
  if (head.length < 16) return undefined;
  const long = Number(head.readBigUInt64BE(8));
  return long >= 16 ? long : undefined;
}

/** Elements of EBML, one behind the other; those that hold others and may be of unknown length are walked through. */
async function areElementsWhole(file: MediaFile): Promise<boolean> {
  let position = 0;
  let hasCluster = false;
  for (let count = 0; position < file.sizeBytes; count += 1) {
    const head = readElementHead(await readAt(file, position, MAX_HEAD_BYTES));
    if (!head || count > MAX_PARTS) return false;
    const { id, headBytes, size } = head;
    hasCluster ||= id === ELEMENT.cluster;
    const isHolder = id === ELEMENT.segment || id === ELEMENT.cluster;
    if (size === undefined && !isHolder) return false;
    const end = position + headBytes + (size ?? 0);
    if (end > file.sizeBytes) return false;
    position = id === ELEMENT.segment ? position + headBytes : end;
  }
  return position === file.sizeBytes && hasCluster;
}

/** Pages of Ogg (RFC 3533 §6). Not every writer marks the last one. */
async function arePagesWhole(file: MediaFile): Promise<boolean> {
  let position = 0;
  for (let count = 0; position < file.sizeBytes; count += 1) {
    const head = await readAt(file, position, 27 + 255);
    const segments = head[26] ?? 0;
    const isPage = head.toString('latin1', 0, 4) === 'OggS' && head.length >= 27 + segments;
    if (!isPage || count > MAX_PARTS) return false;
    position += head.subarray(27, 27 + segments).reduce((sum, each) => sum + each, 27 + segments);
  }
  return position === file.sizeBytes;
}

const UNKNOWN_SIZES: readonly number[] = [0, 0xffffffff];

/** Chunks of RIFF. Writers that cannot go back leave the sizes open; the last padding byte is often forgotten. */
async function areChunksWhole(file: MediaFile): Promise<boolean> {
  const declared = (await readAt(file, 0, 8)).readUInt32LE(4);
  let position = 12;
  for (let count = 0; position < file.sizeBytes; count += 1) {
    const head = await readAt(file, position, 8);
    if (head.length < 8 || count > MAX_PARTS) return false;
    const size = head.readUInt32LE(4);
    const end = position + 8 + size;
    if (head.toString('latin1', 0, 4) === 'data') {
      const isOpen = UNKNOWN_SIZES.includes(size) && UNKNOWN_SIZES.includes(declared);
      return isOpen || end <= file.sizeBytes;
    }
    position = end + (size % 2);
  }
  return false;
}
