import { screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { batchUploads } from '../../features/batches/uploads.ts';
import { dragFiles } from '../../testing/drag-files.ts';
import { FakeUpload } from '../../testing/fake-upload.ts';
import { tidyUp } from '../../testing/page-bench.tsx';
import { pngFile } from '../../testing/picture-files.ts';
import { renderPart } from '../../testing/render-part.tsx';
import { sampleItem } from '../../testing/sample-batch.ts';
import { AwaitedPanel } from './awaited-panel.tsx';

afterEach(() => {
  batchUploads.clear();
  tidyUp();
});

it('takes missing pictures that are dropped anywhere on the page', async () => {
  vi.stubGlobal('XMLHttpRequest', FakeUpload);
  const file = pngFile('mug.png');
  const item = sampleItem({ position: 3, name: file.name, sizeBytes: file.size, state: 'missing' });
  renderPart(<AwaitedPanel batchId="batch_1" awaited={[item]} isPaused={false} />);
  dragFiles([file, pngFile('other.png')]);
  expect(batchUploads.snapshot()[0]?.pictures.map(({ position }) => position)).toEqual([3]);
  expect(
    await screen.findByText('1 chosen file belongs to no missing picture and was left out.'),
  ).toBeDefined();
});
