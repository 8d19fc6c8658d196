import { fireEvent, screen } from '@testing-library/react';
import { expect, it, vi } from 'vitest';
import { renderPart } from '../testing/render-part.tsx';
import { Answer } from './answer.tsx';

const failure = new Error('down');
const draw = (data: string | undefined, error: Error | null, refetch = vi.fn()) => (
  <Answer query={{ data, error, refetch }} waiting={<p>waiting</p>}>
    {(text) => <input aria-label={text} />}
  </Answer>
);

it('waits, says why there is nothing, and shows what there is', () => {
  const refetch = vi.fn();
  const { rerender } = renderPart(draw(undefined, null));
  expect(screen.getByText('waiting')).toBeDefined();
  rerender(draw(undefined, failure, refetch));
  expect(screen.getByRole('alert')).toBeDefined();
  fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(refetch).toHaveBeenCalledOnce();
  rerender(draw('name', null));
  expect(screen.getByLabelText('name')).toBeDefined();
  expect(screen.queryByRole('alert')).toBeNull();
});

it('keeps what was typed when what is shown cannot be brought up to date', () => {
  const { rerender } = renderPart(draw('name', null));
  fireEvent.change(screen.getByLabelText('name'), { target: { value: 'half a word' } });
  rerender(draw('name', failure));
  expect(screen.getByRole('status').textContent).toContain('Could not be refreshed');
  expect(screen.getByLabelText('name')).toHaveProperty('value', 'half a word');
  rerender(draw('name', null));
  expect(screen.getByLabelText('name')).toHaveProperty('value', 'half a word');
});
