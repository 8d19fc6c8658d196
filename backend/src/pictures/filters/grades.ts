import type { Raster } from '../raster.ts';
import { curve, type Grade } from './grade.ts';
import { type Histograms, histogramsOf, meanOf, percentile } from './histogram.ts';

const CLIP_SHARE = 0.005;
/** How far each channel's own levels count against those of brightness: all the way would remove every tint. */
const OWN_LEVELS_SHARE = 0.4;
/** Levels closer than this are stretched as if this far apart, so that a flat picture does not turn to noise. */
const MIN_RANGE = 64;

/** Stretches the levels to the full range by percentiles and brings the middle to a natural brightness. */
export function autoLevels(picture: Raster): Grade {
  const histograms = histogramsOf(picture);
  const common = levels(histograms.luma);
  const stretch = (bins: Uint32Array): ((value: number) => number) => {
    const own = levels(bins);
    const low = common.low + (own.low - common.low) * OWN_LEVELS_SHARE;
    const range = common.range + (own.range - common.range) * OWN_LEVELS_SHARE;
    return (value) => Math.min(1, Math.max(0, (value * 255 - low) / range));
  };
  const middle = meanOf(histograms.luma, (value) => stretch(histograms.luma)(value / 255));
  const exponent = middle > 0.02 && middle < 0.98 ? Math.log(0.47) / Math.log(middle) : 1;
  const gamma = Math.min(1.25, Math.max(0.75, exponent));
  const channel = (bins: Uint32Array): Float32Array => {
    const map = stretch(bins);
    return curve((value) => map(value) ** gamma);
  };
  return {
    red: channel(histograms.red),
    green: channel(histograms.green),
    blue: channel(histograms.blue),
    saturation: 1.04,
    vibrance: 0.05,
  };
}

function levels(bins: Uint32Array): { low: number; range: number } {
  const low = percentile(bins, CLIP_SHARE);
  const high = percentile(bins, 1 - CLIP_SHARE);
  const range = Math.max(MIN_RANGE, high - low);
  return { low: Math.min(low, 255 - range), range };
}

/** Minkowski norm of Shades of Grey (Finlayson and Trezzi, 2004): between grey world (1) and brightest patch (∞). */
const NORM = 6;
/** A light source is never corrected by more than this. */
const MAX_BALANCE = 1.8;

/** Removes the colour of the light, estimated by Shades of Grey in linear light; brightness stays. */
export function whiteBalance(picture: Raster): Grade {
  const { red, green, blue } = histogramsOf(picture);
  const light = [red, green, blue].map(lightOf) as [number, number, number];
  const grey = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
  const balanced = (channel: number): Float32Array => {
    const gain = Math.min(MAX_BALANCE, Math.max(1 / MAX_BALANCE, grey / (channel || grey || 1)));
    return curve((value) => toGamma(Math.min(1, toLinear(value) * gain)));
  };
  return {
    red: balanced(light[0]),
    green: balanced(light[1]),
    blue: balanced(light[2]),
    saturation: 1,
    vibrance: 0,
  };
}

/** Clipped values say nothing about the light and are left out. */
function lightOf(bins: Histograms['red']): number {
  const usable = bins.map((count, value) => (value > 250 ? 0 : count));
  return meanOf(usable, (value) => toLinear(value / 255) ** NORM) ** (1 / NORM);
}

function toLinear(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function toGamma(value: number): number {
  return value <= 0.0031308 ? value * 12.92 : 1.055 * value ** (1 / 2.4) - 0.055;
}

/** More contrast around the middle, and colour above all where there is little. */
export function vivid(): Grade {
  const table = curve((value) => value + 0.16 * Math.sin(2 * Math.PI * (value - 0.5)) * 0.5);
  return { red: table, green: table, blue: table, saturation: 1.12, vibrance: 0.32 };
}

/** Lifted shadows, restful highlights, a breath of warmth. */
export function soft(): Grade {
  const base = (value: number): number => 0.045 + 0.935 * value ** 0.88;
  return {
    red: curve((value) => base(value) * 1.012),
    green: curve(base),
    blue: curve((value) => base(value) * 0.985),
    saturation: 0.92,
    vibrance: 0.04,
  };
}
