import { fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Divider } from './divider.tsx';

function Harness({ covered = 1 }: { readonly covered?: number }) {
  const [position, setPosition] = useState(50);
  return (
    <div data-testid="stage">
      <Divider
        position={position}
        onChange={setPosition}
        covered={covered}
        label="Divider"
        valueText={`${position}% original`}
      />
    </div>
  );
}

const slider = () => screen.getByRole('slider', { name: 'Divider' });
const value = () => slider().getAttribute('aria-valuenow');

afterEach(() => {
  vi.restoreAllMocks();
});

describe('Divider', () => {
  it('tells assistive technology where it is', () => {
    render(<Harness />);
    expect(slider().getAttribute('aria-valuemin')).toBe('0');
    expect(slider().getAttribute('aria-valuemax')).toBe('100');
    expect(slider().getAttribute('aria-valuetext')).toBe('50% original');
  });

  it('moves by small steps with the arrow keys and by big ones with Shift', () => {
    render(<Harness />);
    fireEvent.keyDown(slider(), { key: 'ArrowRight' });
    expect(value()).toBe('52');
    fireEvent.keyDown(slider(), { key: 'ArrowLeft', shiftKey: true });
    expect(value()).toBe('42');
  });

  it('jumps to the ends with Home and End and never leaves them', () => {
    render(<Harness />);
    fireEvent.keyDown(slider(), { key: 'End' });
    fireEvent.keyDown(slider(), { key: 'ArrowRight', shiftKey: true });
    expect(value()).toBe('100');
    fireEvent.keyDown(slider(), { key: 'Home' });
    fireEvent.keyDown(slider(), { key: 'ArrowLeft' });
    expect(value()).toBe('0');
  });

  it('keeps its arrow keys to itself, so a viewer around it does not step on', () => {
    const onKeyDown = vi.fn();
    render(
      // biome-ignore lint/a11y/noStaticElementInteractions: stands for the viewer that listens around the divider.
      <div onKeyDown={onKeyDown}>
        <Harness />
      </div>,
    );
    fireEvent.keyDown(slider(), { key: 'ArrowRight' });
    expect(onKeyDown).not.toHaveBeenCalled();
    fireEvent.keyDown(slider(), { key: 'Escape' });
    expect(onKeyDown).toHaveBeenCalledOnce();
  });

  it('runs over the picture only where the picture is narrower than the stage', () => {
    render(<Harness covered={0.5} />);
    vi.spyOn(screen.getByTestId('stage'), 'getBoundingClientRect').mockReturnValue(
      DOMRect.fromRect({ x: 0, y: 0, width: 400, height: 300 }),
    );
    fireEvent.pointerDown(slider(), { pointerId: 1, clientX: 200 });
    fireEvent.pointerMove(slider(), { pointerId: 1, clientX: 150 });
    expect(value()).toBe('25');
    fireEvent.keyDown(slider(), { key: 'Home' });
    expect(slider().style.left).toBe('25%');
  });

  it('follows the pointer while pressed, within the stage, and lets go afterwards', () => {
    render(<Harness />);
    vi.spyOn(screen.getByTestId('stage'), 'getBoundingClientRect').mockReturnValue(
      DOMRect.fromRect({ x: 100, y: 0, width: 400, height: 300 }),
    );
    fireEvent.pointerMove(slider(), { pointerId: 1, clientX: 480 });
    expect(value()).toBe('50');
    fireEvent.pointerDown(slider(), { pointerId: 1, clientX: 300 });
    fireEvent.pointerMove(slider(), { pointerId: 1, clientX: 200 });
    expect(value()).toBe('25');
    fireEvent.pointerMove(slider(), { pointerId: 1, clientX: 9000 });
    expect(value()).toBe('100');
    fireEvent.pointerUp(slider(), { pointerId: 1 });
    fireEvent.pointerMove(slider(), { pointerId: 1, clientX: 200 });
    expect(value()).toBe('100');
  });
});
