import { type MouseEvent, type PointerEvent, useRef } from 'react';
import { distance, middle, type Point, type View } from './zoom-math.ts';

export interface StageHandlers {
  readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  readonly onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
  readonly onDoubleClick: (event: MouseEvent<HTMLElement>) => void;
}

interface StageGestures {
  readonly canPan: boolean;
  /** Share of the stage's width under the picture, 0 to 1. */
  readonly covered: number;
  readonly change: (next: (current: View) => View) => void;
  readonly zoomBy: (factor: number, point: Point) => void;
  readonly onDragAtFit: ((fraction: number) => void) | undefined;
  readonly onDoubleClick: (point: Point) => void;
}

/** Where a pointer is, measured from the middle of the stage. */
export function pointFromMiddle(element: HTMLElement, clientX: number, clientY: number): Point {
  const box = element.getBoundingClientRect();
  return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
}

function fractionAcross(element: HTMLElement, clientX: number, covered: number): number {
  const box = element.getBoundingClientRect();
  if (box.width === 0) return 0;
  const fraction = ((clientX - box.left) / box.width - 0.5) / covered + 0.5;
  return Math.min(1, Math.max(0, fraction));
}

/** One pointer pans (or drags the divider while there is nothing to pan), two pinch, a double click zooms. */
export function useStageGestures(gestures: StageGestures): StageHandlers {
  const { canPan, covered, change, zoomBy, onDragAtFit } = gestures;
  const pointers = useRef(new Map<number, Point>());

  const moveBy = (from: Point, to: Point) =>
    change((current) => ({ ...current, x: current.x + to.x - from.x, y: current.y + to.y - from.y }));

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    const element = event.currentTarget;
    pointers.current.set(event.pointerId, pointFromMiddle(element, event.clientX, event.clientY));
    element.setPointerCapture?.(event.pointerId);
    if (pointers.current.size === 1 && !canPan)
      onDragAtFit?.(fractionAcross(element, event.clientX, covered));
  };

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    const previous = pointers.current.get(event.pointerId);
    if (!previous) return;
    const point = pointFromMiddle(event.currentTarget, event.clientX, event.clientY);
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, point);
    if (other) {
      zoomBy(distance(point, other) / Math.max(1, distance(previous, other)), middle(previous, other));
      moveBy(middle(previous, other), middle(point, other));
    } else if (canPan) moveBy(previous, point);
    else onDragAtFit?.(fractionAcross(event.currentTarget, event.clientX, covered));
  };

  const endPointer = (event: PointerEvent<HTMLElement>) => {
    pointers.current.delete(event.pointerId);
  };

  return {
    onPointerDown,
    onPointerMove,
    onPointerUp: endPointer,
    onPointerCancel: endPointer,
    onDoubleClick: (event) =>
      gestures.onDoubleClick(pointFromMiddle(event.currentTarget, event.clientX, event.clientY)),
  };
}
