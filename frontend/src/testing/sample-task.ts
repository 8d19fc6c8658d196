import type { Asset } from '@atelier/shared/contracts/asset';
import type { Receipt } from '@atelier/shared/contracts/credit';
import type { Task } from '@atelier/shared/contracts/task';

/** A stored picture as the server describes it. */
export function sampleAsset(change: Partial<Asset> = {}): Asset {
  const id = change.id ?? 'asset_input';
  return {
    id,
    kind: 'input',
    name: '连衣裙.jpg',
    role: null,
    inputPosition: 0,
    contentType: 'image/jpeg',
    sizeBytes: 245_760,
    sha256: 'a'.repeat(64),
    width: 1600,
    height: 1200,
    hasAlpha: false,
    url: `/files/${id}?signature=first`,
    thumbnailUrl: `/files/${id}/thumbnail?signature=first`,
    downloadUrl: `/files/${id}/download?signature=first`,
    ...change,
  };
}

/** A completed task with one result; `change` makes any other of it. */
export function sampleTask(change: Partial<Task> = {}): Task {
  const result = sampleAsset({
    id: 'asset_result',
    kind: 'result',
    name: 'white-bg.png',
    role: 'white-bg',
    contentType: 'image/png',
  });
  return {
    id: 'task_1',
    taskNo: 'T20261122-0001',
    batchId: null,
    taskType: 'basic_clean',
    model: 'local-basic-clean',
    provider: 'local',
    status: 'completed',
    progress: 100,
    step: null,
    parameters: { template: 'white_bg' },
    inputs: [sampleAsset()],
    results: [result],
    resultUrls: [result.url],
    priceCredits: 2,
    chargedCredits: 2,
    error: null,
    errorCode: null,
    retryCount: 0,
    canRetry: false,
    canCancel: false,
    delivery: null,
    warnings: [],
    links: [],
    emulated: false,
    queuePosition: null,
    createdAt: '2026-11-22T06:00:00.000Z',
    updatedAt: '2026-11-22T06:00:07.000Z',
    startedAt: '2026-11-22T06:00:01.000Z',
    estimatedCompletionAt: null,
    completedAt: '2026-11-22T06:00:07.000Z',
    ...change,
  };
}

export function sampleReceipt(change: Partial<Receipt> = {}): Receipt {
  return {
    taskId: 'task_1',
    taskNo: 'T20261122-0001',
    taskType: 'basic_clean',
    status: 'completed',
    heldCredits: 0,
    spentCredits: 0,
    returnedCredits: 0,
    entries: [],
    ...change,
  };
}
