import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadMattingModel, type MattingModel } from '@atelier/backend/pictures/matting/matting-model';
import { PNG_OPTIONS } from '@atelier/backend/pictures/picture-files';
import type { ProducedPicture } from '@atelier/backend/pictures/picture-pool';
import { createPicturePool } from '@atelier/backend/pictures/worker-pool';
import { drawScene, SCENES } from '../samples/draw-scene.ts';
import { median, report, round } from './report.ts';

/** basic_clean of a 12-megapixel JPEG against the bare sum of the library calls it cannot do without. */
const RUNS = Number(process.argv[2] ?? 5);
const WIDTH_PIXELS = 4000;

// The backend's own sharp: the very same library as in the pool.
const sharp: typeof import('sharp').default = createRequire(
  createRequire(import.meta.url).resolve('@atelier/backend/pictures/picture-pool'),
)('sharp');
const scene = SCENES[0];
if (!scene) throw new Error('there is no scene');
const jpeg = await (await drawScene(scene, WIDTH_PIXELS)).jpeg({ quality: 90 }).toBuffer();
const folder = await mkdtemp(path.join(tmpdir(), 'atelier-bench-'));
const sourcePath = path.join(folder, 'source.jpg');
await writeFile(sourcePath, jpeg);
const pool = createPicturePool({ threads: 1 });
const model = await loadMattingModel();
sharp.cache(false);
sharp.concurrency(1);

/** Decode (whole and at the network's size), one inference, and the same three encodes of the same pixels. */
async function bareSum(results: readonly Encodable[]): Promise<Record<string, number>> {
  const times: Record<string, number> = {};
  const timed = async <T>(name: string, run: () => Promise<T>): Promise<T> => {
    const begin = performance.now();
    const value = await run();
    times[name] = performance.now() - begin;
    return value;
  };
  await timed('decode', () => sharp(jpeg).toColourspace('srgb').raw().toBuffer());
  const square = await timed('decodeSmall', () => squeeze(model));
  await timed('inference', () => model.predict(square));
  for (const { name, data, info } of results) {
    await timed(`encode ${name}`, () => sharp(data, { raw: info }).png(PNG_OPTIONS).toBuffer());
  }
  return times;
}

interface Encodable {
  readonly name: string;
  readonly data: Buffer;
  readonly info: { readonly width: number; readonly height: number; readonly channels: 1 | 2 | 3 | 4 };
}

/** Of all threads of the process: what other programs do meanwhile does not count. */
function cpuMsSince(start: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function squeeze({ side }: MattingModel): Promise<Buffer> {
  return sharp(jpeg).resize(side, side, { fit: 'fill' }).raw().toBuffer();
}

async function process12(): Promise<readonly ProducedPicture[]> {
  return pool.process({ operation: 'basic_clean', parameters: {}, sourcePath, outputDirectory: folder });
}

async function readResults(pictures: readonly ProducedPicture[]): Promise<Encodable[]> {
  return Promise.all(
    pictures.map(async ({ name, path: file }) => {
      const { data, info } = await sharp(await readFile(file))
        .raw()
        .toBuffer({ resolveWithObject: true });
      return { name, data, info };
    }),
  );
}

// The first run loads the network and proves the results; it is not counted.
const results = await readResults(await process12());
await bareSum(results);
const ours: number[] = [];
const bare: number[] = [];
const oursCpu: number[] = [];
const bareCpu: number[] = [];
const stages: Record<string, number[]> = {};
for (let run = 0; run < RUNS; run++) {
  const begin = performance.now();
  const oursStart = process.cpuUsage();
  await process12();
  ours.push(performance.now() - begin);
  oursCpu.push(cpuMsSince(oursStart));
  const bareStart = process.cpuUsage();
  const times = await bareSum(results);
  bareCpu.push(cpuMsSince(bareStart));
  bare.push(Object.values(times).reduce((sum, time) => sum + time, 0));
  for (const [name, time] of Object.entries(times)) stages[name] = [...(stages[name] ?? []), time];
}
await pool.close();
await rm(folder, { recursive: true, force: true });
report({
  name: 'basic_clean_12mp_ratio',
  value: round(median(ours.map((time, index) => time / (bare[index] ?? Number.NaN)))),
  unit: 'times the bare library calls',
  target: '<= 1.15',
  oursMs: Math.round(median(ours)),
  bareMs: Math.round(median(bare)),
  cpuRatio: round(median(oursCpu.map((time, index) => time / (bareCpu[index] ?? Number.NaN)))),
  oursCpuMs: Math.round(median(oursCpu)),
  bareCpuMs: Math.round(median(bareCpu)),
  bareStagesMs: Object.fromEntries(
    Object.entries(stages).map(([name, times]) => [name, Math.round(median(times))]),
  ),
  runs: RUNS,
});
