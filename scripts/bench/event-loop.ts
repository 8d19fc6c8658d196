import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createPicturePool } from '@atelier/backend/pictures/worker-pool';
import { drawScene, SCENES } from '../samples/draw-scene.ts';
import { report, round } from './report.ts';

/** Delay of the main thread's event loop while four pictures of 12 megapixels are processed, as at a busy server. */
const AT_ONCE = 4;
const WIDTH_PIXELS = 4000;
const NANOSECONDS_PER_MS = 1e6;

const [scene] = SCENES;
if (!scene) throw new Error('there is no scene');
const folder = await mkdtemp(path.join(tmpdir(), 'atelier-bench-'));
const sourcePath = path.join(folder, 'source.jpg');
await writeFile(sourcePath, await (await drawScene(scene, WIDTH_PIXELS)).jpeg({ quality: 90 }).toBuffer());
const pool = createPicturePool();

async function processAll(): Promise<void> {
  await Promise.all(
    Array.from({ length: AT_ONCE }, async (_, index) => {
      const outputDirectory = path.join(folder, `output-${index}`);
      await mkdir(outputDirectory, { recursive: true });
      await pool.process({ operation: 'basic_clean', parameters: {}, sourcePath, outputDirectory });
    }),
  );
}

// Loading the network is not part of the figure.
await processAll();
const delays = monitorEventLoopDelay({ resolution: 5 });
const begin = performance.now();
delays.enable();
await processAll();
delays.disable();
const wallMs = Math.round(performance.now() - begin);
await pool.close();
await rm(folder, { recursive: true, force: true });
report({
  name: 'event_loop_delay_p99',
  value: round(delays.percentile(99) / NANOSECONDS_PER_MS, 1),
  unit: 'ms',
  target: '<= 50',
  medianMs: round(delays.percentile(50) / NANOSECONDS_PER_MS, 1),
  maxMs: round(delays.max / NANOSECONDS_PER_MS, 1),
  pictures: AT_ONCE,
  megapixels: 12,
  wallMs,
});
