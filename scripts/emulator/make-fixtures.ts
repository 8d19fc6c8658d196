import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { drawPicture } from './draw-picture.ts';

/**
 * Makes the short films and voices that the emulator hands out, once; the results are committed. Needs Debian's
 * `ffmpeg` and `espeak-ng`: `node scripts/emulator/make-fixtures.ts`.
 */
const MAX_BYTES = 60_000;
const SECONDS = '2';
const folder = fileURLToPath(new URL('./fixtures/', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'atelier-fixtures-'));

function run(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} failed: ${stderr.slice(-2000)}`);
}

try {
  const [frame, voice] = [join(work, 'frame.png'), join(work, 'voice.wav')];
  const picture = await drawPicture(
    { prompt: 'a short emulated film 模拟视频', width: 320, height: 180 },
    null,
  );
  const { writeFileSync } = await import('node:fs');
  writeFileSync(frame, picture.bytes);
  run('espeak-ng', '-v', 'en', '-s', '150', '-w', voice, 'This sound is emulated.');
  const still = [
    '-y',
    '-loop',
    '1',
    '-framerate',
    '15',
    '-i',
    frame,
    '-i',
    voice,
    '-t',
    SECONDS,
    '-map_metadata',
    '-1',
  ];
  // The picture moves a little, so that it is seen to play.
  const film = [
    '-vf',
    "crop=304:170:'8+8*sin(t*3)':5,scale=320:180,format=yuv420p",
    '-af',
    `apad,atrim=0:${SECONDS}`,
  ];
  run(
    'ffmpeg',
    ...still,
    ...film,
    '-c:v',
    'libx264',
    '-profile:v',
    'baseline',
    '-crf',
    '34',
    '-c:a',
    'aac',
    '-ar',
    '22050',
    '-b:a',
    '32k',
    '-movflags',
    '+faststart',
    join(folder, 'emulated.mp4'),
  );
  run(
    'ffmpeg',
    ...still,
    ...film,
    '-c:v',
    'libvpx-vp9',
    '-crf',
    '48',
    '-b:v',
    '0',
    '-c:a',
    'libopus',
    '-b:a',
    '24k',
    join(folder, 'emulated.webm'),
  );
  const sound = ['-y', '-i', voice, '-af', `apad,atrim=0:${SECONDS}`, '-map_metadata', '-1', '-ac', '1'];
  run('ffmpeg', ...sound, '-ar', '22050', '-b:a', '48k', join(folder, 'emulated.mp3'));
  run('ffmpeg', ...sound, '-ar', '11025', '-c:a', 'pcm_s16le', join(folder, 'emulated.wav'));
  for (const name of ['emulated.mp4', 'emulated.webm', 'emulated.mp3', 'emulated.wav']) {
    const { size } = statSync(join(folder, name));
    if (size > MAX_BYTES) throw new Error(`${name} has ${size} bytes`);
    console.log(`${name} ${Math.round(size / 1000)} kB`);
  }
} finally {
  rmSync(work, { recursive: true, force: true });
}
