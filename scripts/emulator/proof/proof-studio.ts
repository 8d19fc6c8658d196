import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { CheckOutcome, ProviderAdapter, StartOutcome } from '@atelier/backend/providers/adapter';
import { type Catalogue, type CatalogueEntry, loadCatalogue } from '@atelier/backend/providers/catalogue';
import { loadTaskTypes } from '@atelier/backend/tasks/task-types';
import type { Task } from '@atelier/shared/contracts/task';
import sharp from 'sharp';
import { createPicturePool } from '../../../backend/src/pictures/worker-pool.ts';
import type { TestStudioOptions } from '../../../backend/test/test-studio.ts';
import type { EmulatorOptions } from '../options.ts';
import { type EmulatedStudio, openEmulatedStudio } from '../studio-with-emulator.ts';

/** Questions come as soon as the emulator can have something to say. */
const CHECK_AFTER_MS = 10;
const CREDITS = 10_000_000;
/** A machine that runs other tests beside these may be slow. */
export const PATIENCE_MS = 90_000;

export interface ProofStudio extends EmulatedStudio {
  readonly catalogue: Catalogue;
  /** Pictures of the user, enough for every model. */
  readonly pictureIds: readonly string[];
  /** Orders with the recipe that offers the model; the answer as it came. */
  tryOrder(order: ProofOrder): Promise<{ status: number; task: Task; message: string }>;
  /** Orders and waits for the end. */
  complete(order: ProofOrder): Promise<Task>;
}
export interface ProofOrder {
  readonly model: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputCount: number;
}

/** The catalogue with vendors that are asked at once instead of after their usual time. */
export async function hastyCatalogue(): Promise<Catalogue> {
  const hasty = new Map<ProviderAdapter, ProviderAdapter>();
  return new Map(
    [...(await loadCatalogue())].map(([slug, entry]) => {
      const provider = hasty.get(entry.provider) ?? hasten(entry.provider);
      hasty.set(entry.provider, provider);
      return [slug, { ...entry, provider }];
    }),
  );
}

function hasten(adapter: ProviderAdapter): ProviderAdapter {
  const soon = <T extends StartOutcome | CheckOutcome>(outcome: T): T =>
    outcome.kind === 'accepted' || outcome.kind === 'running'
      ? { ...outcome, checkAfterMs: CHECK_AFTER_MS }
      : outcome;
  const { readCheck } = adapter;
  return {
    ...adapter,
    readStart: (...given) => soon(adapter.readStart(...given)),
    ...(readCheck && { readCheck: (...given) => soon(readCheck(...given)) }),
  };
}

/** A studio with every model switched on, retired ones too, and a user with pictures and credits. */
export async function openProofStudio(
  options: TestStudioOptions & { emulator?: Partial<EmulatorOptions> } = {},
): Promise<ProofStudio> {
  const catalogue = await hastyCatalogue();
  const opened = await openEmulatedStudio({
    pictures: createPicturePool({ threads: 2 }),
    credits: CREDITS,
    catalogue,
    ...options,
  });
  const { client, studio } = opened;
  const { parts } = studio;
  for (const slug of catalogue.keys()) await parts.connections.writeModel(slug, { is_active: 1 });
  const taskTypes = [...(await loadTaskTypes(catalogue)).values()];
  const pictureIds = await addPictures(opened);
  const tryOrder: ProofStudio['tryOrder'] = async ({ model, parameters, inputCount }) => {
    const taskType = taskTypes.find(({ models }) => models.includes(model))?.slug;
    const { status, body } = await client
      .send('post', '/api/tasks')
      .send({ taskType, model, parameters, inputAssetIds: pictureIds.slice(0, inputCount) });
    return { status, task: body.data, message: `${body.code}: ${body.message}` };
  };
  return {
    ...opened,
    catalogue,
    pictureIds,
    tryOrder,
    complete: async (order) => {
      const { status, task, message } = await tryOrder(order);
      if (status !== 201) throw new Error(message);
      return client.ended(task.id, PATIENCE_MS);
    },
  };
}

/** Different ones, so that an exchange of two would show. */
async function addPictures({ client, studio }: EmulatedStudio, count = 5): Promise<string[]> {
  const { assets, database, temporaryRoot } = studio.parts;
  const files = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const file = path.join(temporaryRoot, `proof-${index}.png`);
      const background = { r: 40 * index, g: 90, b: 200 - 30 * index };
      await writeFile(
        file,
        await sharp({ create: { width: 640, height: 512, channels: 3, background } })
          .png()
          .toBuffer(),
      );
      return { path: file, name: `picture-${index}.png` };
    }),
  );
  const rows = await assets.acceptUploads(client.userId, files, temporaryRoot);
  await database.transaction((transaction) => assets.insertRows(transaction, rows));
  return rows.map(({ id }) => id);
}

/** Providers that speak to a vendor, with their models. */
export function modelsByProvider(catalogue: Catalogue): ReadonlyMap<string, readonly CatalogueEntry[]> {
  return Map.groupBy(catalogue.values(), ({ provider }) => provider.slug);
}

/** Closes a provider's circuit, as an operator would after mending what was wrong. */
export async function closeCircuit({ studio }: EmulatedStudio, provider: string): Promise<void> {
  await studio.parts.connections.write(provider, {
    failure_count: 0,
    circuit_opened_at: null,
    circuit_retry_at: null,
    circuit_reason: null,
  });
}
