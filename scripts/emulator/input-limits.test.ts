import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { findViolations } from '../../backend/src/credits/ledger-invariants.ts';
import { createPicturePool } from '../../backend/src/pictures/worker-pool.ts';
import { hastyCatalogue } from './proof/proof-studio.ts';
import { type EmulatedStudio, openEmulatedStudio } from './studio-with-emulator.ts';

const CONTENTS = { png: 'image/png', webp: 'image/webp' } as const;

async function open() {
  const pictures = createPicturePool({ threads: 1 });
  return openEmulatedStudio({ pictures, credits: 1000, catalogue: await hastyCatalogue() });
}

/** An uploaded picture of one colour. */
async function upload(
  { client, studio }: EmulatedStudio,
  [width, height]: readonly [number, number],
  format: keyof typeof CONTENTS = 'png',
): Promise<string> {
  const { assets, database, temporaryRoot } = studio.parts;
  const file = path.join(temporaryRoot, `upload-${width}-${height}.${format}`);
  const made = sharp({ create: { width, height, channels: 3, background: 'teal' } });
  await writeFile(file, await made.toFormat(format).toBuffer());
  const rows = await assets.acceptUploads(
    client.userId,
    [{ path: file, name: `mug.${format}` }],
    temporaryRoot,
  );
  await database.transaction((transaction) => assets.insertRows(transaction, rows));
  return rows[0]?.id ?? '';
}

const recipeOf = (model: string): string =>
  model.endsWith('remove-background') ? 'background_removal' : 'generate';

async function order({ client }: EmulatedStudio, model: string, parameters: object, input: string) {
  const wish = { taskType: recipeOf(model), model, parameters, inputAssetIds: [input] };
  return client.send('post', '/api/tasks').send(wish);
}

test.each([
  ['stability-remove-background', {}, [3000, 2000], 'png'],
  ['stability-upscale-fast', {}, [2400, 1200], 'png'],
  ['stability-upscale-creative', { prompt: 'a mug' }, [2000, 2000], 'png'],
  ['kie-recraft-remove-background', {}, [5000, 1000], 'png'],
  ['kie-kling-v2-1-pro', { prompt: 'it turns' }, [640, 480], 'webp'],
  ['tuzi-kling-v2-6', { prompt: 'it turns' }, [640, 480], 'webp'],
] as const)(
  '%s takes a picture that its vendor would refuse as it is',
  async (model, parameters, size, format) => {
    const studio = await open();
    const input = await upload(studio, size, format);
    const { body } = await order(studio, model, parameters, input);
    expect(await studio.client.ended(body.data.id, 30_000)).toMatchObject({
      status: 'completed',
      errorCode: null,
    });
    const [kept] = await studio.studio.parts.assets.findOwned(studio.client.userId, [input]);
    expect(kept).toMatchObject({ width: size[0], height: size[1], content_type: CONTENTS[format] });
  },
);

test.each([
  ['tuzi-kling-v2-6', { prompt: 'it turns' }, [250, 400], 'picture_too_small', '300'],
  ['tuzi-kling-v2-6', { prompt: 'it turns' }, [400, 1200], 'picture_too_narrow', '2.5'],
  ['stability-outpaint', { left: 100 }, [200, 600], 'picture_too_narrow', '2.5'],
  ['kie-recraft-remove-background', {}, [200, 300], 'picture_too_small', '256'],
] as const)(
  '%s refuses what cannot be made to fit before anything is held, %j %j %s',
  async (model, parameters, size, code, limit) => {
    const studio = await open();
    const input = await upload(studio, size);
    const { status, body } = await order(studio, model, parameters, input);
    expect([status, body.code]).toEqual([422, code]);
    expect(body.message).toContain(limit);
    const { read } = studio.studio.parts.database;
    const held = await read
      .selectFrom('credit_transactions')
      .select('id')
      .where('transaction_type', '=', 'hold')
      .execute();
    expect(held).toEqual([]);
    expect(await findViolations(read)).toEqual([]);
  },
);

test('a mask of another size than its picture is refused at the door', async () => {
  const studio = await open();
  const [picture, mask] = [await upload(studio, [400, 300]), await upload(studio, [300, 300])];
  const wish = { taskType: 'generate', model: 'openai-gpt-image-2', inputAssetIds: [picture] };
  const { body } = await studio.client
    .send('post', '/api/tasks')
    .send({ ...wish, parameters: { prompt: 'on slate', mask } });
  expect(body).toMatchObject({ code: 'mask_size_differs' });
  expect(body.message).toContain('400 × 300');
});

test('of a batch only the pictures that cannot be made to fit are refused', async () => {
  const studio = await open();
  const inputAssetIds = [await upload(studio, [640, 480]), await upload(studio, [250, 400])];
  const wish = { taskType: 'generate', model: 'tuzi-kling-v2-6', parameters: { prompt: 'it turns' } };
  const { status, body } = await studio.client
    .send('post', '/api/batches')
    .send({ ...wish, inputAssetIds, maxCredits: 1000 });
  expect(status).toBe(201);
  expect(body.data.files).toMatchObject([
    { position: 0, taskId: expect.any(String), code: null },
    { position: 1, taskId: null, code: 'picture_too_small', details: { limitPixels: 300 } },
  ]);
  expect(await findViolations(studio.studio.parts.database.read)).toEqual([]);
});
