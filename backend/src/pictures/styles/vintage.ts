import { addGlow } from '../filters/glow.ts';
import { applyGrade, clampByte, curve } from '../filters/grade.ts';
import type { Style } from './style.ts';
import { smoothNoiseAt, unitOf, vignetteAt } from './texture.ts';

/** A print from an old film: blacks faded to teal, yellowed whites, soft light, grain and a gentle vignette. */
export const vintage: Style = async (picture) => {
  const faded = { ...picture, data: picture.data.slice() };
  const bend = (value: number): number => value + 0.05 * Math.sin(2 * Math.PI * (value - 0.5));
  applyGrade(
    faded,
    {
      red: curve((value) => 0.09 + 0.89 * bend(value)),
      green: curve((value) => 0.1 + 0.83 * bend(value)),
      blue: curve((value) => 0.17 + 0.6 * bend(value)),
      saturation: 0.78,
      vibrance: 0,
    },
    1,
  );
  await addGlow(faded, 0.18);
  const { width, height, data } = faded;
  const grainSize = Math.max(1, 1.4 * unitOf(picture));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = (y * width + x) * 3;
      const light = vignetteAt(x, y, picture, 0.32);
      const grain = smoothNoiseAt(x, y, grainSize, 21) * 6;
      data[i] = clampByte((data[i] as number) * light + grain);
      data[i + 1] = clampByte((data[i + 1] as number) * light + grain);
      data[i + 2] = clampByte((data[i + 2] as number) * light + grain * 0.8);
    }
  }
  return faded;
};
