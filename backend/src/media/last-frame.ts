import { type MediaFile, readAt } from './media-file.ts';

/** Longer than any frame of the two formats that real encoders write. */
const TAIL_BYTES = 256 * 1024;

/**
 * FLAC says nowhere how long it is, but each frame ends with a check sum over itself (RFC 9639 §9.3): one must end
 * where the file does.
 */
export async function endsWithWholeFlacFrame(file: MediaFile): Promise<boolean> {
  const tail = await readTail(file);
  for (let start = tail.length - 4; start >= 0; start -= 1) {
    const isSync = tail[start] === 0xff && ((tail[start + 1] ?? 0) & 0xfe) === 0xf8;
    if (isSync && crc16(tail.subarray(start)) === 0) return true;
  }
  return false;
}

const CRC16_TABLE = Uint16Array.from({ length: 256 }, (_, value) => {
  let crc = value << 8;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x8005 : crc << 1;
  return crc;
});

/** Over bytes with their own check sum behind them it is 0. */
function crc16(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) crc = ((crc << 8) & 0xffff) ^ (CRC16_TABLE[(crc >> 8) ^ byte] ?? 0);
  return crc;
}

/** Frames in a row that cannot be there by chance. */
const SURE_FRAMES = 3;

/**
 * MPEG audio is frames in a row, each of a known length: the last one must not be cut. What encoders put behind it, such
 * as tags, is let be.
 */
export async function endsWithWholeMpegFrame(file: MediaFile): Promise<boolean> {
  const tail = await readTail(file);
  for (let start = 0; start < tail.length - 4; start += 1) {
    if (tail[start] !== 0xff) continue;
    let position = start;
    let frames = 0;
    for (let length = frameBytes(tail, position); length > 0; length = frameBytes(tail, position)) {
      position += length;
      frames += 1;
    }
    if (frames >= SURE_FRAMES) return position <= tail.length;
  }
  return false;
}

async function readTail(file: MediaFile): Promise<Buffer> {
  return readAt(file, Math.max(0, file.sizeBytes - TAIL_BYTES), TAIL_BYTES);
}

/** Kilobits a second by index, for version 1 and the later two, layers I to III (ISO/IEC 11172-3, 13818-3). */
const BIT_RATES: Readonly<Record<string, readonly number[]>> = {
  '1-1': [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1-2': [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1-3': [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2-1': [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2-2': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  '2-3': [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
/** Samples a second of version 1; version 2 halves and version 2.5 quarters them. */
const SAMPLE_RATES = [44_100, 48_000, 32_000];

/** The length of the frame that begins here; 0 when none does. */
function frameBytes(bytes: Buffer, position: number): number {
  if (position + 4 > bytes.length) return 0;
  const [second = 0, third = 0] = bytes.subarray(position + 1, position + 3);
  const version = (second >> 3) & 3;
  const layer = 4 - ((second >> 1) & 3);
  const sampleRate = SAMPLE_RATES[(third >> 2) & 3];
  const bitRate = BIT_RATES[`${version === 3 ? 1 : 2}-${layer}`]?.[third >> 4];
  const isFrame = bytes[position] === 0xff && (second & 0xe0) === 0xe0 && version !== 1;
  if (!isFrame || !sampleRate || !bitRate) return 0;
  const samplesPerSecond = sampleRate / (version === 3 ? 1 : version === 2 ? 2 : 4);
  const padding = (third >> 1) & 1;
  if (layer === 1) return (Math.floor((12_000 * bitRate) / samplesPerSecond) + padding) * 4;
  const isHalf = layer === 3 && version !== 3;
  return Math.floor(((isHalf ? 72_000 : 144_000) * bitRate) / samplesPerSecond) + padding;
}
