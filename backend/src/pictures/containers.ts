/** What the chunk lists of PNG and WebP files tell before anything is decoded. */

/** Whether a PNG declares an animation (an `acTL` chunk before the first `IDAT`; PNG specification, third edition). */
export function isAnimatedPng(bytes: Buffer): boolean {
  let offset = 8;
  while (offset + 8 <= bytes.length) {
    const name = bytes.toString('latin1', offset + 4, offset + 8);
    if (name === 'acTL') return true;
    if (name === 'IDAT' || name === 'IEND') return false;
    offset += 12 + bytes.readUInt32BE(offset);
  }
  return false;
}

/** How a WebP file is coded (RFC 9649): whether it moves, and whether its pixels are lossless. */
export function inspectWebp(bytes: Buffer): { isAnimated: boolean; isLossless: boolean } {
  let offset = 12;
  while (offset + 8 <= bytes.length) {
    const name = bytes.toString('latin1', offset, offset + 4);
    if (name === 'VP8L') return { isAnimated: false, isLossless: true };
    if (name === 'VP8 ') return { isAnimated: false, isLossless: false };
    if (name === 'ANIM' || name === 'ANMF') return { isAnimated: true, isLossless: false };
    const sizeBytes = bytes.readUInt32LE(offset + 4);
    offset += 8 + sizeBytes + (sizeBytes % 2);
  }
  return { isAnimated: false, isLossless: false };
}
