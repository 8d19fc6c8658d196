import { IconArrowsHorizontal } from '@tabler/icons-react';
import type { KeyboardEvent, PointerEvent } from 'react';
import classes from './compare.module.css';

interface DividerProps {
  /** Share of the picture that shows the original, 0 to 100. */
  readonly position: number;
  readonly onChange: (position: number) => void;
  /** Share of the stage's width, in its middle, that the divider runs over; 0 to 1. */
  readonly covered: number;
  readonly label: string;
  readonly valueText: string;
}

const STEP = 2;
const BIG_STEP = 10;

/** Where a position on the picture lies on the stage, in percent of the stage's width. */
export function stagePercent(position: number, covered: number): number {
  return 50 + (position - 50) * covered;
}

function limited(position: number): number {
  return Math.min(100, Math.max(0, position));
}

function positionForKey(event: KeyboardEvent, position: number): number | undefined {
  const step = event.shiftKey ? BIG_STEP : STEP;
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return position - step;
    case 'ArrowRight':
    case 'ArrowUp':
      return position + step;
    case 'PageDown':
      return position - BIG_STEP;
    case 'PageUp':
      return position + BIG_STEP;
    case 'Home':
      return 0;
    case 'End':
      return 100;
    default:
      return undefined;
  }
}

/** The line between original and result. Follows the ARIA slider pattern (APG). */
export function Divider({ position, onChange, covered, label, valueText }: DividerProps) {
  const onKeyDown = (event: KeyboardEvent) => {
    const next = positionForKey(event, position);
    if (next === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    onChange(limited(next));
  };

  const moveTo = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    const fraction = ((event.clientX - box.left) / box.width - 0.5) / covered + 0.5;
    onChange(limited(fraction * 100));
  };

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture?.(event.pointerId);
    event.currentTarget.dataset.dragging = 'true';
  };

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (event.currentTarget.dataset.dragging !== 'true') return;
    event.stopPropagation();
    moveTo(event);
  };

  const endDrag = (event: PointerEvent<HTMLElement>) => {
    delete event.currentTarget.dataset.dragging;
  };

  return (
    <div
      className={classes.divider}
      style={{ left: `${stagePercent(position, covered)}%` }}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(position)}
      aria-valuetext={valueText}
      onKeyDown={onKeyDown}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={endDrag}
      onPointerCancel={endDrag}
    >
      <span className={classes.knob} aria-hidden="true">
        <IconArrowsHorizontal size={20} stroke={1.75} />
      </span>
    </div>
  );
}
