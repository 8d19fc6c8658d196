import { createHash } from 'node:crypto';

export interface Color {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
}

/**
 * A few shapes on bare pixels (RGBA). Drawn here rather than by an SVG reader, because the server's picture code
 * switches that reader off for its whole process, and tests run server and emulator in one.
 */
export class Canvas {
  readonly pixels: Buffer;
  readonly width: number;
  readonly height: number;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = Buffer.alloc(width * height * 4);
  }

  /** Covers everything, from one color above to another below. */
  gradient(above: Color, below: Color): void {
    for (let y = 0; y < this.height; y += 1) {
      const share = y / this.height;
      this.rectangle({ x: 0, y, width: this.width, height: 1 }, mix(above, below, share), 1);
    }
  }

  rectangle(
    box: { x: number; y: number; width: number; height: number },
    color: Color,
    opacity: number,
  ): void {
    this.#paint(box, color, opacity, () => true);
  }

  circle(x: number, y: number, radius: number, color: Color, opacity: number): void {
    const box = { x: x - radius, y: y - radius, width: 2 * radius, height: 2 * radius };
    this.#paint(box, color, opacity, (left, top) => (left - x) ** 2 + (top - y) ** 2 <= radius ** 2);
  }

  #paint(
    box: { x: number; y: number; width: number; height: number },
    color: Color,
    opacity: number,
    holds: (x: number, y: number) => boolean,
  ): void {
    const [right, bottom] = [
      Math.min(this.width, box.x + box.width),
      Math.min(this.height, box.y + box.height),
    ];
    for (let y = Math.max(0, Math.floor(box.y)); y < bottom; y += 1) {
      for (let x = Math.max(0, Math.floor(box.x)); x < right; x += 1) {
        if (holds(x, y)) this.#blend((y * this.width + x) * 4, color, opacity);
      }
    }
  }

  #blend(at: number, { red, green, blue }: Color, opacity: number): void {
    const { pixels } = this;
    const before = (pixels[at + 3] ?? 0) / 255;
    const after = opacity + before * (1 - opacity);
    const part = (fresh: number, old: number): number =>
      Math.round((fresh * opacity + old * before * (1 - opacity)) / after);
    pixels[at] = part(red, pixels[at] ?? 0);
    pixels[at + 1] = part(green, pixels[at + 1] ?? 0);
    pixels[at + 2] = part(blue, pixels[at + 2] ?? 0);
    pixels[at + 3] = Math.round(after * 255);
  }
}

function mix(one: Color, other: Color, share: number): Color {
  const part = (a: number, b: number): number => a + (b - a) * share;
  return {
    red: part(one.red, other.red),
    green: part(one.green, other.green),
    blue: part(one.blue, other.blue),
  };
}

/** Hue in degrees, saturation and lightness from 0 to 1 (CSS Color 4, "HSL to RGB"). */
export function hsl(hue: number, saturation: number, lightness: number): Color {
  const reach = saturation * Math.min(lightness, 1 - lightness);
  const channel = (offset: number): number => {
    const turn = (offset + hue / 30) % 12;
    return Math.round(255 * (lightness - reach * Math.max(-1, Math.min(turn - 3, 9 - turn, 1))));
  };
  return { red: channel(0), green: channel(8), blue: channel(4) };
}

/** Numbers from 0 to 1 that follow from the words alone, sixteen of them. */
export function numbersFrom(words: string): (index: number) => number {
  const bytes = createHash('sha256').update(words).digest();
  return (index) => bytes.readUInt16BE((index % 16) * 2) / 65_536;
}
