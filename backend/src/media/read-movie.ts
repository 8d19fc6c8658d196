import { type MediaFile, readAt, type Tracks } from './media-file.ts';

/** Indexes of an hour of video are smaller. */
const MAX_INDEX_BYTES = 32 * 2 ** 20;
const MAX_TRACKS = 64;

/** Reads the `moov` box (ISO/IEC 14496-12 §8.2). `isWhole` has seen that the boxes fit; undefined without a sound one. */
export async function readMovie(file: MediaFile): Promise<Tracks | undefined> {
  const index = await findIndex(file);
  const header = index && firstOf(index, 'mvhd');
  if (!header) return undefined;
  const tracks = boxesOf(index)
    .filter(({ type }) => type === 'trak')
    .slice(0, MAX_TRACKS)
    .map(({ content }) => readTrack(content));
  const video = tracks.find(({ kind }) => kind === 'vide');
  return {
    hasVideo: video !== undefined,
    hasAudio: tracks.some(({ kind }) => kind === 'soun'),
    durationSeconds: durationOf(header),
    // Fragments say their own lengths.
    isOpen: firstOf(index, 'mvex') !== undefined,
    width: video?.width || null,
    height: video?.height || null,
  };
}

async function findIndex(file: MediaFile): Promise<Buffer | undefined> {
  for (let position = 0; position < file.sizeBytes; ) {
    const head = await readAt(file, position, 16);
    const short = head.readUInt32BE(0);
    const headBytes = short === 1 ? 16 : 8;
    const size = short === 0 ? file.sizeBytes - position : sizeOf(head, short);
    if (head.toString('latin1', 4, 8) === 'moov' && size <= MAX_INDEX_BYTES) {
      return readAt(file, position + headBytes, size - headBytes);
    }
    position += Math.max(size, headBytes);
  }
  return undefined;
}

const sizeOf = (head: Buffer, short: number): number =>
  short === 1 ? Number(head.readBigUInt64BE(8)) : short;

interface Box {
  readonly type: string;
  readonly content: Buffer;
}

/** The boxes inside one, as far as they fit into it. */
function boxesOf(content: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let position = 0; position + 8 <= content.length; ) {
    const size = content.readUInt32BE(position);
    if (size < 8 || position + size > content.length) break;
    const type = content.toString('latin1', position + 4, position + 8);
    boxes.push({ type, content: content.subarray(position + 8, position + size) });
    position += size;
  }
  return boxes;
}

const firstOf = (content: Buffer | undefined, type: string): Buffer | undefined =>
  boxesOf(content ?? Buffer.alloc(0)).find((box) => box.type === type)?.content;

/** Version 1 has 64 bits where version 0 has 32. */
function durationOf(header: Buffer): number {
  const isLong = header[0] === 1;
  if (header.length < (isLong ? 32 : 20)) return 0;
  const timescale = header.readUInt32BE(isLong ? 20 : 12);
  const duration = isLong ? Number(header.readBigUInt64BE(24)) : header.readUInt32BE(16);
  return timescale === 0 ? 0 : duration / timescale;
}

/** The kind of the media's handler, and the sides of the first sample's description (§12.1.3). */
function readTrack(track: Buffer): { kind: string; width: number; height: number } {
  const media = firstOf(track, 'mdia');
  const samples = firstOf(firstOf(media, 'minf'), 'stbl');
  const description = firstOf(samples, 'stsd');
  const hasSides = description !== undefined && description.length >= 44;
  return {
    kind: firstOf(media, 'hdlr')?.toString('latin1', 8, 12) ?? '',
    width: hasSides ? description.readUInt16BE(40) : 0,
    height: hasSides ? description.readUInt16BE(42) : 0,
  };
}
