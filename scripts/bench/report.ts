/** One measured figure. `target` is what the project promises, null where it only reports. */
export interface BenchFigure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target: string | null;
  readonly [detail: string]: unknown;
}

/** Prints a figure for machines (one JSON line) and for people. */
export function report(figure: BenchFigure): void {
  const { name, value, unit, target, ...details } = figure;
  console.log(JSON.stringify(figure));
  const extra = Object.entries(details).map(([key, detail]) => `${key} ${JSON.stringify(detail)}`);
  console.log(
    `# ${name}: ${value} ${unit}${target ? ` (target ${target})` : ''}${extra.length > 0 ? `; ${extra.join(', ')}` : ''}`,
  );
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

/** By the nearest rank: a value that was really measured. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
