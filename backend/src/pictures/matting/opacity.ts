/** The guided filter spreads values towards the middle; these ends count as certain and the rest is stretched. */
const CERTAIN_BACKGROUND = 0.15;
const CERTAIN_SUBJECT = 0.85;

const STEPS = 1024;
/** Filter value (in `STEPS`) to opacity 0–255: a smooth step between the two certain ends. */
const OPACITY: Uint8Array = Uint8Array.from({ length: STEPS + 1 }, (_, i) => {
  const position = (i / STEPS - CERTAIN_BACKGROUND) / (CERTAIN_SUBJECT - CERTAIN_BACKGROUND);
  const t = Math.min(1, Math.max(0, position));
  return Math.round(255 * t * t * (3 - 2 * t));
});

/** What a value of the guided filter means as opacity, 0–255. */
export function opacityOf(value: number): number {
  return OPACITY[value <= 0 ? 0 : value >= 1 ? STEPS : (value * STEPS) | 0] as number;
}

export const BACKGROUND = 0;
export const SUBJECT = 1;
export const UNSURE = 2;

/** What a value of the guided filter means as opacity, 0–255, for each place. */
export function opacitiesOf(values: Float32Array): Uint8Array {
  const result = new Uint8Array(values.length);
  for (let i = 0; i < result.length; i++) result[i] = opacityOf(values[i] as number);
  return result;
}

function kindOf(value: number): number {
  if (value <= CERTAIN_BACKGROUND * 0.5) return BACKGROUND;
  return value >= 1 - (1 - CERTAIN_SUBJECT) * 0.5 ? SUBJECT : UNSURE;
}

/** Per place: certain background, certain subject (all nine neighbours agree), or to be looked at pixel by pixel. */
export function classify(values: Float32Array, width: number, height: number): Uint8Array {
  const own = new Uint8Array(values.length);
  for (let i = 0; i < own.length; i++) own[i] = kindOf(values[i] as number);
  const result = new Uint8Array(own.length);
  for (let y = 0; y < height; y++) {
    const above = y > 0 ? -width : 0;
    const below = y < height - 1 ? width : 0;
    for (let x = 0, i = y * width; x < width; x++, i++) {
      const left = x > 0 ? -1 : 0;
      const right = x < width - 1 ? 1 : 0;
      const kind = own[i] as number;
      const agree =
        own[i + left] === kind &&
        own[i + right] === kind &&
        own[i + above] === kind &&
        own[i + below] === kind &&
        own[i + above + left] === kind &&
        own[i + above + right] === kind &&
        own[i + below + left] === kind &&
        own[i + below + right] === kind;
      result[i] = agree ? kind : UNSURE;
    }
  }
  return result;
}
