import { useElementSize, useMergedRef } from '@mantine/hooks';
import { type KeyboardEvent, type RefCallback, useCallback, useEffect, useRef, useState } from 'react';
import { pointFromMiddle, type StageHandlers, useStageGestures } from './use-stage-gestures.ts';
import {
  actualSizeScale,
  clampScale,
  clampView,
  coveredWidth,
  FIT_VIEW,
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
  readonly stageHandlers: StageHandlers;
  /** Answers + − 0 1; returns whether the key was used. */
  readonly handleKey: (event: KeyboardEvent<HTMLElement>) => boolean;
}

const MIDDLE: Point = { x: 0, y: 0 };

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

  const stage: Size = { width, height };
  const actual = actualSizeScale(stage, picture, globalThis.devicePixelRatio || 1);
  const bounds = scaleBounds(actual);
  const canPan = view.scale > 1;
  const covered = coveredWidth(view, stage, picture);

  // Both fingers of a pinch move before the next drawing, so each step builds on the one before it.
  const change = (next: (current: View) => View) =>
    setView((current) => clampView(next(current), stage, picture));
  const zoomBy = (factor: number, point: Point = MIDDLE) =>
    change((current) => zoomAt(current, clampScale(current.scale * factor, bounds), point));
  const zoomTo = (scale: number, point: Point = MIDDLE) =>
    change((current) => zoomAt(current, clampScale(scale, bounds), point));
  const fit = () => setView(FIT_VIEW);

  const onDoubleClick = (point: Point) => (canPan ? fit() : zoomTo(Math.max(actual, 2), point));

  useWheelZoom(stageElement, wheelAlwaysZooms, zoomBy);
  const stageHandlers = useStageGestures({ canPan, covered, change, zoomBy, onDragAtFit, onDoubleClick });

  const handleKey = (event: KeyboardEvent<HTMLElement>): boolean => {
    const action = actionForKey(event, { zoomBy, fit, showActualSize: () => zoomTo(actual) });
    if (!action) return false;
    event.preventDefault();
    action();
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
    stageHandlers,
    handleKey,
  };
}

interface KeyActions {
  readonly zoomBy: (factor: number) => void;
  readonly fit: () => void;
  readonly showActualSize: () => void;
}

function actionForKey(event: KeyboardEvent, actions: KeyActions): (() => void) | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  if (event.key === '+' || event.key === '=') return () => actions.zoomBy(ZOOM_STEP);
  if (event.key === '-' || event.key === '_') return () => actions.zoomBy(1 / ZOOM_STEP);
  if (event.key === '0') return actions.fit;
  return event.key === '1' ? actions.showActualSize : undefined;
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
