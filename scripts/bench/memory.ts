import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createPicturePool } from '@atelier/backend/pictures/worker-pool';
import { drawScene, SCENES } from '../samples/draw-scene.ts';
import { report } from './report.ts';

/** Peak memory of the process: 20 pictures of 12 megapixels one after another, then four at once. */
const PICTURES = Number(process.argv[2] ?? 20);
const WIDTH_PIXELS = 4000;
const AT_ONCE = 4;
/** Drawing a scene costs more than processing it. */
const DIFFERENT_SCENES = 2;
const BYTES_PER_MEGABYTE = 1_000_000;

const folder = await mkdtemp(path.join(tmpdir(), 'atelier-bench-'));
const scenes = SCENES.slice(0, DIFFERENT_SCENES);
for (const scene of scenes) {
  await writeFile(
    path.join(folder, `${scene.name}.jpg`),
    await (await drawScene(scene, WIDTH_PIXELS)).jpeg({ quality: 90 }).toBuffer(),
  );
}
const idleMegabytes = await residentMegabytes();
const pool = createPicturePool();

/** VmRSS on Linux; elsewhere what Node reports. */
async function residentMegabytes(): Promise<number> {
  if (process.platform !== 'linux') return Math.round(process.memoryUsage.rss() / BYTES_PER_MEGABYTE);
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(await readFile('/proc/self/status', 'utf8'))?.[1];
  return Math.round((Number(kilobytes) * 1024) / BYTES_PER_MEGABYTE);
}

/** Watches the whole process every 20 ms while work runs. */
async function peakDuring(work: () => Promise<void>): Promise<number> {
  let peak = 0;
  let isRunning = true;
  const watching = (async () => {
    while (isRunning) {
      peak = Math.max(peak, await residentMegabytes());
      await delay(20);
    }
  })();
  try {
    await work();
  } finally {
    isRunning = false;
    await watching;
  }
  return peak;
}

async function processOne(index: number): Promise<void> {
  const sourcePath = path.join(folder, `${scenes[index % scenes.length]?.name}.jpg`);
  const outputDirectory = path.join(folder, `output-${index}`);
  await pool.process({ operation: 'basic_clean', parameters: {}, sourcePath, outputDirectory });
  await rm(outputDirectory, { recursive: true });
}

const peaks: number[] = [];
for (let index = 0; index < PICTURES; index++) peaks.push(await peakDuring(() => processOne(index)));
const atOnce = await peakDuring(async () => {
  await Promise.all(Array.from({ length: AT_ONCE }, (_, index) => processOne(index)));
});
await pool.close();
await rm(folder, { recursive: true, force: true });
const facts = { unit: 'MB', target: null, idleMegabytes, megapixels: 12 };
report({
  name: 'memory_one_after_another',
  value: Math.max(...peaks),
  ...facts,
  pictures: PICTURES,
  firstFiveMegabytes: Math.max(...peaks.slice(0, 5)),
  lastFiveMegabytes: Math.max(...peaks.slice(-5)),
});
report({ name: 'memory_four_at_once', value: atOnce, ...facts, pictures: AT_ONCE });
