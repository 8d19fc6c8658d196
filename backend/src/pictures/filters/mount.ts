import { type Box, boxOf, type Mounted, type Raster, type Rgb } from '../raster.ts';

/** Room for what a cut-out becomes on one colour: as many pixels as its box, all of that colour. */
export function mountOn(cut: Raster, color: Rgb): Mounted & { readonly box: Box } {
  const box = boxOf(cut);
  const size = { width: box.right - box.left, height: box.bottom - box.top };
  const part: Raster = { data: filled(size.width * size.height, color), ...size, channels: 3 };
  return { part, left: box.left, top: box.top, width: cut.width, height: cut.height, color, box };
}

/** All pixels of a mounted picture. For small ones: it costs what mounting saves. */
export function flatten({ part, left, top, width, height, color }: Mounted): Raster {
  if (part.width === width && part.height === height) return part;
  const data = filled(width * height, color);
  const rowBytes = part.width * 3;
  for (let y = 0; y < part.height; y++) {
    const row = part.data.subarray(y * rowBytes, (y + 1) * rowBytes);
    data.set(row, ((top + y) * width + left) * 3);
  }
  return { data, width, height, channels: 3 };
}

function filled(pixels: number, [red, green, blue]: Rgb): Uint8Array {
  const data = new Uint8Array(pixels * 3);
  if (red === green && green === blue) return data.fill(red);
  data.set([red, green, blue]);
  // Copies what is filled already after itself, twice as much each time.
  for (let done = 3; done < data.length; done *= 2) data.copyWithin(done, 0, done);
  return data;
}
