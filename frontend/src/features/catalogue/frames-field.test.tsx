import { ALL_POSE_FRAMES } from '@atelier/shared/pose-frames';
import { MantineProvider } from '@mantine/core';
import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, it } from 'vitest';
import { FramesField } from './frames-field.tsx';
import type { ParameterValue } from './parameter-values.ts';

const property = { label: { en: 'Frames', 'zh-CN': '分镜' }, control: 'frames' } as const;

function Form({ start, seen }: { start: string; seen: ParameterValue[] }) {
  const [value, setValue] = useState<ParameterValue>(start);
  return (
    <MantineProvider>
      <span id="label">Frames</span>
      <FramesField
        id="frames"
        labelId="label"
        helpId={undefined}
        property={property}
        value={value}
        disabled={false}
        onChange={(changed) => {
          seen.push(changed);
          setValue(changed);
        }}
      />
    </MantineProvider>
  );
}

it('writes the chosen poses in their order, whatever the order of the ticks', async () => {
  const seen: ParameterValue[] = [];
  render(<Form start="5" seen={seen} />);
  await userEvent.click(screen.getByRole('checkbox', { name: /Close-up/ }));
  await userEvent.click(screen.getByRole('checkbox', { name: /Front/ }));
  await userEvent.click(screen.getByRole('checkbox', { name: /Back/ }));
  expect(seen).toEqual(['5,12', '1,5,12', '1,12']);
  await userEvent.click(screen.getByRole('button', { name: 'Choose all' }));
  expect(seen.at(-1)).toBe(ALL_POSE_FRAMES);
  expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Choose all' }).disabled).toBe(true);
});

it('keeps the last one chosen', async () => {
  const seen: ParameterValue[] = [];
  render(<Form start="3" seen={seen} />);
  const last = screen.getByRole<HTMLInputElement>('checkbox', { name: /Three-quarter right/ });
  expect([last.checked, last.disabled]).toEqual([true, true]);
  await userEvent.click(last);
  expect(seen).toEqual([]);
});
