/** Eight-bit sRGB pixels in memory, row by row, channels interleaved; four channels mean straight (not premultiplied) alpha. */
export interface Raster {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 3 | 4;
}

/** One value per pixel, 0 to 1. */
export interface Plane {
  readonly data: Float32Array;
  readonly width: number;
  readonly height: number;
}
