import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { resizePlane } from '@atelier/backend/pictures/filters/resize-plane';
import { cutOut } from '@atelier/backend/pictures/matting/cut-out';
import { loadMattingModel } from '@atelier/backend/pictures/matting/matting-model';
import { decodeGuide, readSource, squareOf } from '@atelier/backend/pictures/open-source';
import { report, round } from './report.ts';

/**
 * Cut-out quality against reference opacities: `<folder>/NAME.<ending>` with `<folder>/reference/NAME.png` of the
 * same size. Prints the plain network beside ours.
 */
const folder = path.resolve(
  process.argv[2] ?? fileURLToPath(new URL('../../../shared/pictures/', import.meta.url)),
);
const sharp: typeof import('sharp').default = createRequire(
  createRequire(import.meta.url).resolve('@atelier/backend/pictures/picture-pool'),
)('sharp');

interface Score {
  readonly iou: number;
  readonly mae: number;
}

function scoreOf(opacityAt: (index: number) => number, reference: Buffer): Score {
  let both = 0;
  let either = 0;
  let error = 0;
  for (let i = 0; i < reference.length; i++) {
    const expected = (reference[i] ?? 0) / 255;
    const actual = opacityAt(i);
    if (expected >= 0.5 && actual >= 0.5) both++;
    if (expected >= 0.5 || actual >= 0.5) either++;
    error += Math.abs(expected - actual);
  }
  return { iou: both / either, mae: error / reference.length };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

async function measure(): Promise<void> {
  const references = (await readdir(path.join(folder, 'reference'))).filter((name) => name.endsWith('.png'));
  const files = await readdir(folder);
  const model = await loadMattingModel();
  const rows: { name: string; plain: Score; ours: Score; ms: number }[] = [];
  for (const name of references.map((file) => path.parse(file).name)) {
    const file = files.find((candidate) => path.parse(candidate).name === name);
    if (!file) throw new Error(`there is a reference but no picture named ${name}`);
    const source = await readSource(path.join(folder, file));
    const begin = performance.now();
    const cut = await cutOut(
      source,
      async () => model,
      () => undefined,
    );
    const ms = performance.now() - begin;
    const { data: reference, info } = await sharp(
      await readFile(path.join(folder, 'reference', `${name}.png`)),
    )
      .extractChannel(0)
      .raw()
      .toBuffer({ resolveWithObject: true });
    if (info.width !== cut.width || info.height !== cut.height) throw new Error(`${name} has another size`);
    const { data, side } = await model.predict(
      await squareOf(await decodeGuide(source, model.side * 4), model.side),
    );
    const plain = resizePlane({ data, width: side, height: side }, cut.width, cut.height).data;
    rows.push({
      name,
      plain: scoreOf((i) => plain[i] ?? 0, reference),
      ours: scoreOf((i) => (cut.data[i * 4 + 3] ?? 0) / 255, reference),
      ms,
    });
  }
  for (const { name, plain, ours, ms } of rows) {
    console.log(
      `# ${name.padEnd(12)} plain IoU ${plain.iou.toFixed(4)} MAE ${plain.mae.toFixed(4)}   ours IoU ${ours.iou.toFixed(4)} MAE ${ours.mae.toFixed(4)}   ${Math.round(ms)} ms`,
    );
  }
  const average = (pick: (row: (typeof rows)[number]) => number): number => round(mean(rows.map(pick)), 4);
  report({
    name: 'cutout_mean_iou',
    value: average(({ ours }) => ours.iou),
    unit: 'IoU at 0.5',
    target: '>= plain',
    plain: average(({ plain }) => plain.iou),
    pictures: rows.length,
  });
  report({
    name: 'cutout_mae',
    value: average(({ ours }) => ours.mae),
    unit: 'mean absolute error',
    target: '<= plain',
    plain: average(({ plain }) => plain.mae),
    msPerPicture: Math.round(average(({ ms }) => ms)),
  });
}

if (existsSync(path.join(folder, 'reference'))) await measure();
else
  console.log(
    `# cutout_quality: not measured, there is no ${path.join(folder, 'reference')} to compare with`,
  );
