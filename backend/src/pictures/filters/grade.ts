import type { Raster } from '../raster.ts';
import { luma } from './luma.ts';

/** A colour change that looks at one pixel at a time. */
export interface Grade {
  /** What each channel's values 0–255 become. */
  readonly red: Float32Array;
  readonly green: Float32Array;
  readonly blue: Float32Array;
  /** 1 keeps colourfulness, 0 makes grey. */
  readonly saturation: number;
  /** Extra colourfulness for dull pixels, fading to none for colourful ones. */
  readonly vibrance: number;
}

export function curve(map: (value: number) => number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, i) => Math.min(255, Math.max(0, map(i / 255) * 255)));
}

/** Applies a grade in place, mixed with the original: `strength` 0 changes nothing, 1 everything. */
export function applyGrade(picture: Raster, grade: Grade, strength: number): void {
  const { data, channels } = picture;
  const mix = (table: Float32Array): Float32Array => table.map((value, i) => i + (value - i) * strength);
  const reds = mix(grade.red);
  const greens = mix(grade.green);
  const blues = mix(grade.blue);
  const saturation = 1 + (grade.saturation - 1) * strength;
  const vibrance = grade.vibrance * strength;
  for (let i = 0; i < data.length; i += channels) {
    const red = reds[data[i] as number] as number;
    const green = greens[data[i + 1] as number] as number;
    const blue = blues[data[i + 2] as number] as number;
    const grey = luma(red, green, blue);
    const spread = Math.max(red, green, blue) - Math.min(red, green, blue);
    const factor = saturation + vibrance * (1 - spread / 255);
    data[i] = clampByte(grey + (red - grey) * factor);
    data[i + 1] = clampByte(grey + (green - grey) * factor);
    data[i + 2] = clampByte(grey + (blue - grey) * factor);
  }
}

/** Rounds and clamps a number to what a byte holds. */
export function clampByte(value: number): number {
  return value <= 0 ? 0 : value >= 255 ? 255 : (value + 0.5) | 0;
}
