import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawScene, SCENES } from './samples/draw-scene.ts';

/** What one sample may weigh: six of them are offered on the first screen. */
const MAX_SAMPLE_BYTES = 120_000;
const SAMPLE_WIDTH_PIXELS = 1200;

const folder = fileURLToPath(new URL('../frontend/public/samples/', import.meta.url));
await mkdir(folder, { recursive: true });
for (const scene of SCENES) {
  const bytes = await (await drawScene(scene, SAMPLE_WIDTH_PIXELS))
    .jpeg({ quality: 82, mozjpeg: true })
    .toBuffer();
  if (bytes.length > MAX_SAMPLE_BYTES) throw new Error(`${scene.name} has ${bytes.length} bytes`);
  await writeFile(path.join(folder, `${scene.name}.jpg`), bytes);
  console.log(`${scene.name}.jpg ${Math.round(bytes.length / 1000)} kB`);
}
