import type { Batch, BatchItem } from '@atelier/shared/contracts/batch';

/** A finished batch of three pictures; `change` makes any other of it. */
export function sampleBatch(change: Partial<Batch> = {}): Batch {
  return {
    id: 'batch_1',
    batchNo: 'B20261125-7K3M9QXA',
    taskType: 'basic_clean',
    model: 'local-basic-clean',
    parameters: { template: 'all' },
    state: 'ended',
    isOpen: true,
    fileCount: 3,
    counts: { missing: 0, refused: 0, pending: 0, processing: 0, completed: 3, failed: 0, canceled: 0 },
    progress: 100,
    retryableCount: 0,
    credits: { agreed: 6, perPicture: 2, held: 0, charged: 6, returned: 0 },
    previews: [],
    createdAt: '2026-11-25T06:00:00.000Z',
    updatedAt: '2026-11-25T06:01:00.000Z',
    estimatedCompletionAt: null,
    endedAt: '2026-11-25T06:01:00.000Z',
    ...change,
  };
}

/** A finished picture of it; `change` makes any other. */
export function sampleItem(change: Partial<BatchItem> = {}): BatchItem {
  const position = change.position ?? 0;
  return {
    position,
    name: `图片 ${position + 1}.jpg`,
    sizeBytes: 245_760,
    state: 'completed',
    taskId: `task_${position + 1}`,
    taskNo: `T20261125-000${position + 1}`,
    progress: 100,
    step: null,
    queuePosition: null,
    preview: {
      id: `asset_${position + 1}`,
      name: 'white-bg.png',
      url: `/files/asset_${position + 1}?signature=first`,
      thumbnailUrl: `/files/asset_${position + 1}/thumbnail?signature=first`,
      contentType: 'image/png',
      hasAlpha: false,
    },
    resultCount: 3,
    linkedCount: 0,
    emulated: false,
    priceCredits: 2,
    chargedCredits: 2,
    error: null,
    errorCode: null,
    canRetry: false,
    isDeleted: false,
    ...change,
  };
}
