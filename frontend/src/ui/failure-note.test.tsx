import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { ApiError } from '../lib/api-error.ts';
import { renderPart } from '../testing/render-part.tsx';
import { FailureNote } from './failure-note.tsx';

it('leads from a code of the server to its meaning, beside the page', () => {
  const error = new ApiError({ code: 'price_changed', status: 409, message: 'The price changed.' });
  renderPart(<FailureNote error={error} />);
  const link = screen.getByRole('link', { name: 'What does this mean?' });
  expect(link.getAttribute('href')).toBe('/errors#price_changed');
  expect(link.getAttribute('target')).toBe('_blank');
});

it('has no such link where the server said nothing', () => {
  const { rerender } = renderPart(
    <FailureNote error={new ApiError({ code: 'network_failed', status: 0, message: 'Not reached.' })} />,
  );
  expect(screen.queryByRole('link')).toBeNull();
  rerender(<FailureNote error={new Error('a bug')} />);
  expect(screen.queryByRole('link')).toBeNull();
});
