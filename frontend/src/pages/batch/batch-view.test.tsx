import type { BatchItem } from '@atelier/shared/contracts/batch';
import type { UseQueryResult } from '@tanstack/react-query';
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { batchUploads } from '../../features/batches/uploads.ts';
import { FakeUpload } from '../../testing/fake-upload.ts';
import { fakeServer } from '../../testing/page-bench.tsx';
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

const counts = { ...sampleBatch().counts, completed: 0, missing: COUNT };
const batch = sampleBatch({ id: 'batch_1', state: 'receiving', fileCount: COUNT, counts, endedAt: null });

/** The page of a batch whose first pieces are on their way. */
async function showUploading(items: readonly BatchItem[]): Promise<void> {
  batchUploads.add(
    'batch_1',
    items.map(({ position }) => ({ position, file: pngFile(`${position}.png`) })),
  );
  await waitFor(() => expect(FakeUpload.sent).toHaveLength(2));
  const query = { data: items } as unknown as UseQueryResult<BatchItem[]>;
  renderPart(<BatchView batch={batch} items={query} recipe="Clean" />);
}

it('bytes on their way move the bar and redraw no picture', async () => {
  const { items, drawn } = countedItems();
  await showUploading(items);
  const before = drawn();
  expect(before).toBeGreaterThanOrEqual(COUNT);

  const bar = () => Number(screen.getByRole('progressbar', { name: 'Upload' }).getAttribute('aria-valuenow'));
  for (let tick = 1; tick <= 50; tick += 1) {
    act(() => FakeUpload.sent[0]?.upload.onprogress?.({ lengthComputable: true, loaded: tick, total: 50 }));
  }
  await waitFor(() => expect(bar()).toBe(50));
  expect(drawn()).toBe(before);
});

it('an upload that was stopped can go on', async () => {
  await showUploading(countedItems().items);
  fireEvent.click(screen.getByRole('button', { name: 'Stop uploading' }));
  expect(screen.getByText('Upload stopped at 0 of 10')).toBeTruthy();
  expect(screen.getByText(/Let it go on, or go on without these pictures/)).toBeTruthy();
  expect(screen.queryByText(/You may leave this page/)).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Go on uploading' }));
  await waitFor(() => expect(FakeUpload.sent).toHaveLength(4));
  expect(screen.getByText('Uploading 0 of 10')).toBeTruthy();
});

it('a batch that could not be canceled goes on with its pictures', async () => {
  const refusal = Promise.withResolvers<void>();
  fakeServer({
    'POST /api/batches/batch_1/cancel': async () => {
      await refusal.promise;
      return { status: 503, code: 'server_busy', message: 'Too much to do.' };
    },
  });
  await showUploading(countedItems().items);
  fireEvent.click(screen.getByRole('button', { name: 'Cancel batch' }));
  const dialog = within(await screen.findByRole('dialog'));
  fireEvent.click(dialog.getByRole('button', { name: 'Cancel batch' }));
  await waitFor(() => expect(batchUploads.snapshot()[0]?.isPaused).toBe(true));
  refusal.resolve();
  expect(await dialog.findByText(/Too much to do/)).toBeTruthy();
  await waitFor(() => expect(FakeUpload.sent).toHaveLength(4));
});
