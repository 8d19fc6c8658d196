import type { BatchItem } from '@atelier/shared/contracts/batch';
import type { UseQueryResult } from '@tanstack/react-query';
import { act, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { batchUploads } from '../../features/batches/uploads.ts';
import { FakeUpload } from '../../testing/fake-upload.ts';
import { pngFile } from '../../testing/picture-files.ts';
import { renderPart } from '../../testing/render-part.tsx';
import { sampleBatch, sampleItem } from '../../testing/sample-batch.ts';
import { BatchView } from './batch-view.tsx';

const COUNT = 10;

/** Pictures that count how often they are looked at for drawing: only a card shows a name. */
function countedItems() {
  let drawn = 0;
  const items = Array.from({ length: COUNT }, (_, position) => {
    const item = sampleItem({ position, taskId: null, state: 'missing', preview: null, resultCount: 0 });
    return Object.defineProperty({ ...item }, 'name', {
      get: () => {
        drawn += 1;
        return `${position}.png`;
      },
    });
  });
  return { items, drawn: () => drawn };
}

beforeEach(() => {
  FakeUpload.sent = [];
  vi.stubGlobal('XMLHttpRequest', FakeUpload);
});

afterEach(() => {
  batchUploads.clear();
  vi.unstubAllGlobals();
});

it('bytes on their way move the bar and redraw no picture', async () => {
  const { items, drawn } = countedItems();
  const counts = { ...sampleBatch().counts, completed: 0, missing: COUNT };
  const batch = sampleBatch({ id: 'batch_1', state: 'receiving', fileCount: COUNT, counts, endedAt: null });
  const files = items.map(({ position }) => ({ position, file: pngFile(`${position}.png`) }));
  batchUploads.add('batch_1', files);
  await waitFor(() => expect(FakeUpload.sent).toHaveLength(2));
  const query = { data: items } as unknown as UseQueryResult<BatchItem[]>;
  renderPart(<BatchView batch={batch} items={query} recipe="Clean" />);
  const before = drawn();
  expect(before).toBeGreaterThanOrEqual(COUNT);

  const bar = () => Number(screen.getByRole('progressbar', { name: 'Upload' }).getAttribute('aria-valuenow'));
  for (let tick = 1; tick <= 50; tick += 1) {
    act(() => FakeUpload.sent[0]?.upload.onprogress?.({ lengthComputable: true, loaded: tick, total: 50 }));
  }
  await waitFor(() => expect(bar()).toBe(50));
  expect(drawn()).toBe(before);
});
