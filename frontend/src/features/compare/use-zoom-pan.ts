import { useElementSize, useMergedRef } from '@mantine/hooks';
import {
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefCallback,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import {
  actualSizeScale,
  clampScale,
  clampView,
  coveredWidth,
  distance,
  FIT_VIEW,
  middle,
  type Point,
  type Size,
  scaleBounds,
  type View,
  ZOOM_STEP,
  zoomAt,
} from './zoom-math.ts';

interface ZoomPanOptions {
  /** Size of the picture in its own pixels. */
  readonly picture: Size;
  /** Full screen takes every turn of the wheel; inside a page only with Ctrl, or once the stage has the focus. */
  readonly wheelAlwaysZooms: boolean;
  /** A one-finger drag while nothing can be panned, as the distance from the picture's left edge (0 to 1). */
  readonly onDragAtFit?: ((fraction: number) => void) | undefined;
}

export interface ZoomPan {
  readonly stageRef: RefCallback<HTMLElement>;
  readonly view: View;
  /** 100 means one picture pixel per screen pixel. */
  readonly percent: number;
  readonly canPan: boolean;
  /** Share of the stage's width under the picture, 0 to 1. */
  readonly covered: number;
  readonly zoomIn: () => void;
  readonly zoomOut: () => void;
  readonly fit: () => void;
  /** Actual size from fit, fit from anywhere else. */
  readonly toggleSize: () => void;
  readonly stageHandlers: {
    readonly onPointerDown: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerMove: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerUp: (event: PointerEvent<HTMLElement>) => void;
    readonly onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
    readonly onDoubleClick: (event: MouseEvent<HTMLElement>) => void;
  };
  /** Answers + − 0 1; returns whether the key was used. */
  readonly handleKey: (event: KeyboardEvent<HTMLElement>) => boolean;
}

function pointFromMiddle(element: HTMLElement, clientX: number, clientY: number): Point {
  const box = element.getBoundingClientRect();
  return { x: clientX - box.left - box.width / 2, y: clientY - box.top - box.height / 2 };
}

/** One zoom and pan for all layers and panes that show the same picture. */
export function useZoomPan({ picture, wheelAlwaysZooms, onDragAtFit }: ZoomPanOptions): ZoomPan {
  const [view, setView] = useState<View>(FIT_VIEW);
  // Results of one size keep the zoom while people step through them; another size starts anew.
  const [zoomedPicture, setZoomedPicture] = useState(picture);
  if (zoomedPicture.width !== picture.width || zoomedPicture.height !== picture.height) {
    setZoomedPicture(picture);
    setView(FIT_VIEW);
  }
  const { ref: sizeRef, width, height } = useElementSize<HTMLElement>();
  const [stageElement, setStageElement] = useState<HTMLElement | null>(null);
  const stageRef = useMergedRef<HTMLElement>(sizeRef, setStageElement);
  const pointers = useRef(new Map<number, Point>());

  const stage: Size = { width, height };
  const actual = actualSizeScale(stage, picture, globalThis.devicePixelRatio || 1);
  const bounds = scaleBounds(actual);
  const canPan = view.scale > 1;
  const covered = coveredWidth(view, stage, picture);

  const moveTo = (next: View) => setView(clampView(next, stage, picture));
  const zoomTo = (scale: number, point: Point = { x: 0, y: 0 }) =>
    moveTo(zoomAt(view, clampScale(scale, bounds), point));
  const zoomBy = (factor: number, point?: Point) => zoomTo(view.scale * factor, point);
  const fit = () => setView(FIT_VIEW);

  useWheelZoom(stageElement, wheelAlwaysZooms, zoomBy);

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
      const factor = distance(point, other) / Math.max(1, distance(previous, other));
      const from = middle(previous, other);
      const to = middle(point, other);
      const zoomed = zoomAt(view, clampScale(view.scale * factor, bounds), to);
      moveTo({ ...zoomed, x: zoomed.x + to.x - from.x, y: zoomed.y + to.y - from.y });
    } else if (canPan) {
      moveTo({ ...view, x: view.x + point.x - previous.x, y: view.y + point.y - previous.y });
    } else {
      onDragAtFit?.(fractionAcross(event.currentTarget, event.clientX, covered));
    }
  };

  const endPointer = (event: PointerEvent<HTMLElement>) => {
    pointers.current.delete(event.pointerId);
  };

  const onDoubleClick = (event: MouseEvent<HTMLElement>) => {
    if (view.scale > 1) fit();
    else zoomTo(Math.max(actual, 2), pointFromMiddle(event.currentTarget, event.clientX, event.clientY));
  };

  const handleKey = (event: KeyboardEvent<HTMLElement>): boolean => {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    if (event.key === '+' || event.key === '=') zoomBy(ZOOM_STEP);
    else if (event.key === '-' || event.key === '_') zoomBy(1 / ZOOM_STEP);
    else if (event.key === '0') fit();
    else if (event.key === '1') zoomTo(actual);
    else return false;
    event.preventDefault();
    return true;
  };

  return {
    stageRef,
    view,
    percent: Math.round((view.scale / actual) * 100),
    canPan,
    covered,
    zoomIn: () => zoomBy(ZOOM_STEP),
    zoomOut: () => zoomBy(1 / ZOOM_STEP),
    fit,
    toggleSize: () => (view.scale === 1 ? zoomTo(actual) : fit()),
    stageHandlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp: endPointer,
      onPointerCancel: endPointer,
      onDoubleClick,
    },
    handleKey,
  };
}

function fractionAcross(element: HTMLElement, clientX: number, covered: number): number {
  const box = element.getBoundingClientRect();
  if (box.width === 0) return 0;
  const fraction = ((clientX - box.left) / box.width - 0.5) / covered + 0.5;
  return Math.min(1, Math.max(0, fraction));
}

/** React listens to the wheel passively, so the page would scroll along; this listener may hold it back. */
function useWheelZoom(
  element: HTMLElement | null,
  alwaysZooms: boolean,
  zoomBy: (factor: number, point: Point) => void,
): void {
  const latest = useRef(zoomBy);
  useEffect(() => {
    latest.current = zoomBy;
  });
  const onWheel = useCallback(
    (event: WheelEvent) => {
      if (!(event.currentTarget instanceof HTMLElement)) return;
      const hasFocus = event.currentTarget.closest('[data-compare]')?.contains(document.activeElement);
      if (!alwaysZooms && !event.ctrlKey && !event.metaKey && !hasFocus) return;
      event.preventDefault();
      // A pinch on a trackpad arrives as small Ctrl+wheel turns, a mouse wheel as turns of about 100.
      const speed = event.ctrlKey ? 0.01 : 0.0015;
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
      const point = pointFromMiddle(event.currentTarget, event.clientX, event.clientY);
      latest.current(Math.exp(-event.deltaY * lines * speed), point);
    },
    [alwaysZooms],
  );
  useEffect(() => {
    element?.addEventListener('wheel', onWheel, { passive: false });
    return () => element?.removeEventListener('wheel', onWheel);
  }, [element, onWheel]);
}
