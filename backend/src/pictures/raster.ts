/** Eight-bit sRGB pixels in memory, row by row, channels interleaved; four channels mean straight (not premultiplied) alpha. */
export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
  /**
   * Of four-channel pixels: everything outside is wholly transparent black. Work on a cut-out stays inside, which
   * saves most of its time and leaves the memory around the subject untouched; see `boxOf`.
   */
  readonly box?: Box;
}

/** A rectangle of pixels; `right` and `bottom` lie just outside. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Where something may be seen: the whole picture unless it says otherwise. */
export function boxOf({ box, width, height }: Raster): Box {
  return box ?? { left: 0, top: 0, right: width, bottom: height };
}

export type Rgb = readonly [red: number, green: number, blue: number];

/** A picture of one colour with other pixels in one place of it. Only those are held, the encoder adds the rest. */
export interface Mounted {
  /** Three channels. */
  readonly part: Raster;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly color: Rgb;
}

/** One value per pixel, 0 to 1. */
export interface Plane {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}

/**
 * Four-channel pixels as one number each, 0xAABBGGRR (little-endian, as all platforms we support): one load or store
 * instead of four. A view of the same memory, or a copy where that memory is not aligned to four bytes.
 */
export function wordsOf({ data }: Raster): Uint32Array {
  const { buffer, byteOffset, length } = data.byteOffset % 4 === 0 ? data : data.slice();
  return new Uint32Array(buffer, byteOffset, length >> 2);
}
