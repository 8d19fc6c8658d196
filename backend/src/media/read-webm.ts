import { ELEMENT, type Element, elementsOf, MAX_HEAD_BYTES, numberIn, readElementHead } from './ebml.ts';
import { type MediaFile, readAt, type Tracks } from './media-file.ts';

const VIDEO_TRACK = 1;
const AUDIO_TRACK = 2;
/** Both are a few hundred bytes. */
const MAX_DESCRIPTION_BYTES = 2 ** 20;
const DEFAULT_TIMESTAMP_SCALE = 1_000_000;
/** Descriptions come before the pictures. */
const MAX_ELEMENTS = 100;

/** What a WebM file says about itself (RFC 9559 §5.1); undefined when it has no track. */
export async function readWebm(file: MediaFile): Promise<Tracks | undefined> {
  const found = await readDescriptions(file);
  const tracks = elementsOf(found.get(ELEMENT.tracks) ?? Buffer.alloc(0))
    .filter(({ id }) => id === ELEMENT.trackEntry)
    .map(({ content }) => elementsOf(content));
  if (tracks.length === 0) return undefined;
  const video = tracks.find((track) => numberIn(track, ELEMENT.trackType) === VIDEO_TRACK);
  const sides = elementsOf(video?.find(({ id }) => id === ELEMENT.video)?.content ?? Buffer.alloc(0));
  return {
    hasVideo: video !== undefined,
    hasAudio: tracks.some((track) => numberIn(track, ELEMENT.trackType) === AUDIO_TRACK),
    durationSeconds: durationOf(elementsOf(found.get(ELEMENT.info) ?? Buffer.alloc(0))),
    isOpen: true,
    width: numberIn(sides, ELEMENT.pixelWidth) || null,
    height: numberIn(sides, ELEMENT.pixelHeight) || null,
  };
}

/** The elements before the first cluster that describe the rest. */
async function readDescriptions(file: MediaFile): Promise<ReadonlyMap<number, Buffer>> {
  const found = new Map<number, Buffer>();
  let position = 0;
  for (let count = 0; count < MAX_ELEMENTS && position < file.sizeBytes; count += 1) {
    const head = readElementHead(await readAt(file, position, MAX_HEAD_BYTES));
    if (!head || head.id === ELEMENT.cluster) break;
    position += head.headBytes;
    if (head.id === ELEMENT.segment) continue;
    if (head.size === undefined) break;
    const isWanted = head.id === ELEMENT.info || head.id === ELEMENT.tracks;
    if (isWanted && head.size <= MAX_DESCRIPTION_BYTES) {
      found.set(head.id, await readAt(file, position, head.size));
    }
    position += head.size;
  }
  return found;
}

/** A floating point number of 4 or 8 bytes, in units of so many nanoseconds. */
function durationOf(info: readonly Element[]): number {
  const content = info.find(({ id }) => id === ELEMENT.duration)?.content;
  const length = content?.length ?? 0;
  const units = length === 4 ? content?.readFloatBE(0) : length === 8 ? content?.readDoubleBE(0) : 0;
  const scale = numberIn(info, ELEMENT.timestampScale) || DEFAULT_TIMESTAMP_SCALE;
  const seconds = ((units ?? 0) * scale) / 1e9;
  return Number.isFinite(seconds) ? seconds : 0;
}
