import { fireEvent, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { dragFiles } from '../testing/drag-files.ts';
import { pngFile } from '../testing/picture-files.ts';
import { renderPart } from '../testing/render-part.tsx';
import { useWindowFiles } from './use-window-files.ts';

const page = vi.fn<(files: readonly File[]) => void>();
const dialog = vi.fn<(files: readonly File[]) => void>();

function Taker({ onFiles, isOpen = true }: { onFiles: typeof page; isOpen?: boolean }) {
  const isHovering = useWindowFiles((files) => onFiles(files), !isOpen);
  return <output>{isHovering ? 'hovering' : 'quiet'}</output>;
}

const both = (isOpen: boolean) => (
  <>
    <Taker onFiles={page} />
    <Taker onFiles={dialog} isOpen={isOpen} />
    <textarea aria-label="prompt" />
  </>
);

const drop = () => {
  let hovering: (string | null)[] = [];
  const look = () => {
    hovering = screen.getAllByRole('status').map(({ textContent }) => textContent);
  };
  const { dropEffect } = dragFiles([pngFile('mug.png')], ['Files'], look);
  return { hovering, dropEffect };
};

function paste(target: Element, types: readonly string[]): Event {
  const event = new Event('paste', { bubbles: true, cancelable: true });
  Object.assign(event, { clipboardData: { types, files: [pngFile('pasted.png')] } });
  fireEvent(target, event);
  return event;
}

afterEach(() => {
  page.mockClear();
  dialog.mockClear();
});

describe('files for the whole window', () => {
  it('go to the dialog over a page alone, and to the page again once it is closed', () => {
    const { rerender } = renderPart(both(true));
    // The page behind draws itself anew, as pages do.
    rerender(both(true));
    expect(drop()).toEqual({ hovering: ['quiet', 'hovering'], dropEffect: 'copy' });
    paste(document.body, ['Files']);
    expect([page.mock.calls.length, dialog.mock.calls.length]).toEqual([0, 2]);
    rerender(both(false));
    expect(drop().hovering).toEqual(['hovering', 'quiet']);
    expect([page.mock.calls.length, dialog.mock.calls.length]).toEqual([1, 2]);
  });

  it('are no pictures where text with a picture of itself is pasted into a field', () => {
    renderPart(both(false));
    const field = screen.getByLabelText('prompt');
    expect(paste(field, ['text/plain', 'text/html', 'Files']).defaultPrevented).toBe(false);
    expect(page).not.toHaveBeenCalled();
    expect(paste(field, ['Files']).defaultPrevented).toBe(true);
    expect(paste(document.body, ['text/plain', 'Files']).defaultPrevented).toBe(true);
    expect(page).toHaveBeenCalledTimes(2);
  });
});
