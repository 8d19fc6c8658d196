import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type {
  Batch,
  BatchFileOutcome,
  BatchFiles,
  BatchItem,
  BatchRetry,
} from '@atelier/shared/contracts/batch';
import type { Envelope } from '@atelier/shared/contracts/envelope';
import type { Test } from 'supertest';
import type { TaskClient } from './task-client.ts';
import { eventually, type TestStudio } from './test-studio.ts';

export interface TestPicture {
  readonly position: number;
  readonly bytes?: Buffer;
}

/** Bytes of their own for each place, so that a picture in the wrong place is noticed. */
export const bytesFor = (position: number): Buffer => Buffer.from(`picture ${position}`);

export const namesFor = (count: number): string[] =>
  Array.from({ length: count }, (_, position) => `图片 ${position + 1}.jpg`);

/** Puts a picture into a user's storage, as an earlier upload would have. */
export async function storePicture({ parts }: TestStudio, userId: string): Promise<string> {
  const directory = await mkdtemp(path.join(parts.temporaryRoot, 'test-'));
  const file = path.join(directory, 'stored.jpg');
  await writeFile(file, 'a stored picture');
  const rows = await parts.assets.acceptUploads(userId, [{ path: file, name: '库存.jpg' }], directory);
  await parts.database.transaction((transaction) => parts.assets.insertRows(transaction, rows));
  await rm(directory, { recursive: true });
  return rows[0]?.id ?? '';
}

/** Works with batches as one signed-in API client. */
export class BatchClient {
  readonly client: TaskClient;

  constructor(client: TaskClient) {
    this.client = client;
  }

  /** POST /api/batches that announces files. */
  create(names: readonly string[], wish: Record<string, unknown> = {}, key?: string): Test {
    const test = this.client.send('post', '/api/batches');
    if (key !== undefined) test.set('Idempotency-Key', key);
    const files = names.map((name) => ({ name }));
    return test.send({ taskType: 'basic_clean', maxCredits: Math.max(1, names.length), files, ...wish });
  }

  async created(names: readonly string[], wish: Record<string, unknown> = {}): Promise<Batch> {
    const { body, status } = await this.create(names, wish);
    if (status !== 201) throw new Error(`not created: ${JSON.stringify(body)}`);
    return (body as Envelope<BatchFiles>).data?.batch as Batch;
  }

  /** POST /api/batches/:id/files with these pictures. */
  upload(batchId: string, pictures: readonly TestPicture[], key?: string): Test {
    const test = this.client.send('post', `/api/batches/${batchId}/files`);
    if (key !== undefined) test.set('Idempotency-Key', key);
    test.field('positions', JSON.stringify(pictures.map(({ position }) => position)));
    for (const { position, bytes } of pictures) {
      test.attach('files', bytes ?? bytesFor(position), `${position}.jpg`);
    }
    return test;
  }

  /** The same, with what became of each. */
  async uploaded(batchId: string, positions: readonly number[]): Promise<BatchFileOutcome[]> {
    const { body, status } = await this.upload(
      batchId,
      positions.map((position) => ({ position })),
    );
    if (status !== 200) throw new Error(`not uploaded: ${JSON.stringify(body)}`);
    return body.data.files;
  }

  /** A whole batch, announced and sent in pieces of five. */
  async sent(count: number, wish: Record<string, unknown> = {}): Promise<Batch> {
    const batch = await this.created(namesFor(count), wish);
    for (let from = 0; from < count; from += 5) {
      const positions = Array.from({ length: Math.min(5, count - from) }, (_, index) => from + index);
      await this.uploaded(batch.id, positions);
    }
    return this.read(batch.id);
  }

  /** A whole batch of one stored picture, over and over, in one request. */
  async ofStored(count: number, wish: Record<string, unknown> = {}): Promise<Batch> {
    const { studio, userId } = this.client;
    const assetId = await storePicture(studio, userId);
    return this.created([], { inputAssetIds: Array(count).fill(assetId), maxCredits: count, ...wish });
  }

  async read(batchId: string): Promise<Batch> {
    return (await this.client.send('get', `/api/batches/${batchId}`)).body.data;
  }

  async items(batchId: string): Promise<BatchItem[]> {
    return (await this.client.send('get', `/api/batches/${batchId}/items`)).body.data;
  }

  async retried(batchId: string): Promise<BatchRetry> {
    const { body, status } = await this.client.send('post', `/api/batches/${batchId}/retry`);
    if (status !== 200) throw new Error(`not retried: ${JSON.stringify(body)}`);
    return body.data;
  }

  /** Waits until nothing of the batch is left to do. */
  async ended(batchId: string): Promise<Batch> {
    const { parts } = this.client.studio;
    await eventually(
      async () => {
        const row = await parts.batches.get(this.client.userId, batchId);
        return (await parts.batches.presentOne(row)).state === 'ended';
      },
      60_000,
      50,
    );
    return this.read(batchId);
  }
}
