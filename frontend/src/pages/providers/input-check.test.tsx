import { screen } from '@testing-library/react';
import { expect, it } from 'vitest';
import { renderPart } from '../../testing/render-part.tsx';
import { InputCheck } from './input-check.tsx';

it('says that all forms fit', () => {
  renderPart(<InputCheck inputs={{ compared: 5, differences: [] }} />);
  expect(screen.getByText('The forms of 5 models fit what the vendor publishes.')).toBeTruthy();
});

it('names each difference with its model', () => {
  const model = 'replicate-flux';
  renderPart(
    <InputCheck
      inputs={{
        compared: 5,
        differences: [
          { model, kind: 'choice_gone', field: 'output_format', detail: 'jpg' },
          { model, kind: 'field_required', field: 'license', detail: null },
        ],
      }}
    />,
  );
  expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
    'replicate-flux no longer takes “jpg” for “output_format”',
    'replicate-flux now requires “license”',
  ]);
});

it('says nothing where the vendor publishes nothing', () => {
  const { container } = renderPart(<InputCheck inputs={null} />);
  expect(container.querySelector('p, ul')).toBeNull();
});
