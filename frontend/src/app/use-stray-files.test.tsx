import { expect, it, vi } from 'vitest';
import { useWindowFiles } from '../components/use-window-files.ts';
import { dragFiles } from '../testing/drag-files.ts';
import { renderPart } from '../testing/render-part.tsx';
import { useStrayFiles } from './use-stray-files.ts';

function Page({ takes }: { takes: boolean }) {
  useWindowFiles(vi.fn(), !takes);
  return null;
}

function Frame({ takes }: { takes: boolean }) {
  useStrayFiles();
  return <Page takes={takes} />;
}

it('refuses a file nobody takes, instead of leaving the page for it, and leaves dragged text alone', () => {
  renderPart(<Frame takes={false} />);
  expect(dragFiles([])).toEqual({ dropEffect: 'none', isLeftToBrowser: false });
  expect(dragFiles([], ['text/plain'])).toEqual({ dropEffect: 'move', isLeftToBrowser: true });
});

it('does not refuse what a page takes, whether it came before or after', () => {
  const { rerender } = renderPart(<Frame takes />);
  expect(dragFiles([]).dropEffect).toBe('copy');
  rerender(<Frame takes={false} />);
  rerender(<Frame takes />);
  expect(dragFiles([]).dropEffect).toBe('copy');
});
