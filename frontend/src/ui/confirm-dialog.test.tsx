import { fireEvent, screen, waitFor } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { ApiError } from '../lib/api-error.ts';
import { renderPart } from '../testing/render-part.tsx';
import { ConfirmDialog } from './confirm-dialog.tsx';

const idle = { isPending: false, error: null, reset: () => undefined };

it('cannot be closed while its request is under way', async () => {
  const onClose = vi.fn();
  const dialog = (isPending: boolean) => (
    <ConfirmDialog
      isOpen
      title="Delete it?"
      confirm="Delete"
      action={{ ...idle, isPending }}
      onConfirm={() => undefined}
      onClose={onClose}
    >
      <p>It is gone then.</p>
    </ConfirmDialog>
  );
  const { rerender } = renderPart(dialog(true));
  fireEvent.click(await screen.findByRole('button', { name: 'Close' }));
  fireEvent.keyDown(screen.getByRole('dialog'), { key: 'Escape' });
  expect(onClose).not.toHaveBeenCalled();
  rerender(dialog(false));
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  expect(onClose).toHaveBeenCalledOnce();
});

it('opens without the failure of an earlier try', async () => {
  const reset = vi.fn();
  const error = new ApiError({ code: 'server_busy', status: 503, message: 'Too much to do.' });
  const dialog = (isOpen: boolean) => (
    <ConfirmDialog
      isOpen={isOpen}
      title="Delete it?"
      confirm="Delete"
      action={{ isPending: false, error, reset }}
      onConfirm={() => undefined}
      onClose={() => undefined}
    >
      <p>It is gone then.</p>
    </ConfirmDialog>
  );
  const { rerender } = renderPart(dialog(false));
  expect(reset).not.toHaveBeenCalled();
  rerender(dialog(true));
  await waitFor(() => expect(reset).toHaveBeenCalledOnce());
});
