import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ComponentProps } from 'react';
import { describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../lib/api-error.ts';
import { renderPart } from '../../testing/render-part.tsx';
import { StartBar } from './start-bar.tsx';

const show = (change: Partial<ComponentProps<typeof StartBar>>) =>
  renderPart(
    <StartBar
      pictureCount={4}
      isBatch={false}
      isBusy={false}
      failure={null}
      lacksMembership={false}
      pricePerPicture={3}
      priceFailure={null}
      onPriceRetry={() => undefined}
      available={100}
      typicalSeconds={null}
      canStart
      onStart={() => undefined}
      {...change}
    />,
  );

describe('StartBar', () => {
  it('says the sum, how it comes about, and what is left after', () => {
    show({});
    expect(screen.getByText('12 credits')).toBeDefined();
    expect(screen.getByText('4 × 3 · 88 left after')).toBeDefined();
  });

  it('gives a time only when this installation knows one', () => {
    show({ pictureCount: 1, typicalSeconds: 6 });
    expect(screen.getByText('97 left after · about 6 sec each')).toBeDefined();
  });

  it('explains missing credits with both figures and a way on', () => {
    show({ available: 5, canStart: false });
    expect(screen.getByRole('alert').textContent).toContain('This needs 12 credits; you have 5.');
    expect(screen.getByRole('link').getAttribute('href')).toBe('/credits');
    expect(screen.getByRole('button').hasAttribute('disabled')).toBe(true);
  });

  it('shows the price of one picture before any was added', () => {
    show({ pictureCount: 0, canStart: false });
    expect(screen.getByText('3 credits per picture')).toBeDefined();
  });

  it('starts', async () => {
    const onStart = vi.fn();
    show({ onStart });
    await userEvent.click(screen.getByRole('button', { name: 'Start 4 pictures' }));
    expect(onStart).toHaveBeenCalledOnce();
  });

  it('names the sum of a batch as its limit', () => {
    show({ pictureCount: 24, pricePerPicture: 1, isBatch: true });
    expect(screen.getByText('24 credits at most')).toBeDefined();
    expect(screen.getByText('24 × 1 · 76 left after')).toBeDefined();
    expect(screen.getByRole('button', { name: 'Start batch of 24' })).toBeDefined();
  });

  it('says why a batch could not be made', () => {
    const failure = new ApiError({ code: 'price_changed', status: 409, message: 'The price is now 3.' });
    show({ failure });
    expect(screen.getByRole('alert').textContent).toContain('The price is now 3.');
  });
});
