import sharp, { type Sharp } from 'sharp';
import { bottle } from './bottle.ts';
import { handbag } from './handbag.ts';
import { headphones } from './headphones.ts';
import { lamp } from './lamp.ts';
import { mug } from './mug.ts';
import { SCENE_HEIGHT, SCENE_WIDTH, type Scene } from './scene.ts';
import { shoe } from './shoe.ts';

export const SCENES: readonly Scene[] = [mug, shoe, bottle, handbag, headphones, lamp];

/** Draws a scene at any width (4:3) and lays a camera's grain and softness over it. */
export async function drawScene(scene: Scene, width: number): Promise<Sharp> {
  const height = Math.round((width * SCENE_HEIGHT) / SCENE_WIDTH);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${SCENE_WIDTH} ${SCENE_HEIGHT}">${scene.svg}</svg>`;
  const { data } = await sharp(Buffer.from(svg))
    .flatten()
    .blur(0.6)
    .raw()
    .toBuffer({ resolveWithObject: true });
  addGrain(data);
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** The same grain every time: the samples are part of the repository. */
function addGrain(data: Buffer): void {
  let state = 0x9e3779b9;
  for (let i = 0; i < data.length; i += 3) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    const grain = ((state & 255) + ((state >> 8) & 255) - 255) / 64;
    for (let c = 0; c < 3; c++) data[i + c] = Math.min(255, Math.max(0, (data[i + c] as number) + grain));
  }
}
