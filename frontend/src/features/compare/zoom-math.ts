/** Pure geometry of zoom and pan. Lengths are CSS pixels; points are measured from the middle of the stage. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How the picture lies in the stage: `scale` 1 means it just fits; `x` and `y` move its middle. */
export interface View {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export const FIT_VIEW: View = { scale: 1, x: 0, y: 0 };

/** One step of the zoom buttons and keys. */
export const ZOOM_STEP = 1.5;

/** The largest size with the picture's proportions inside the stage. */
export function fittedSize(stage: Size, picture: Size): Size {
  if (stage.width <= 0 || stage.height <= 0 || picture.width <= 0 || picture.height <= 0) {
    return { width: 0, height: 0 };
  }
  const factor = Math.min(stage.width / picture.width, stage.height / picture.height);
  return { width: picture.width * factor, height: picture.height * factor };
}

/** The scale at which one picture pixel covers one screen pixel. */
export function actualSizeScale(stage: Size, picture: Size, devicePixelRatio: number): number {
  const fitted = fittedSize(stage, picture);
  return fitted.width === 0 ? 1 : picture.width / (fitted.width * devicePixelRatio);
}

/** Small pictures may be shown at 100 % (below fit); every picture can be enlarged to four times its pixels. */
export function scaleBounds(actualScale: number): { readonly min: number; readonly max: number } {
  return { min: Math.min(1, actualScale), max: Math.max(8, actualScale * 4) };
}

/**
 * How much of the stage's width the picture covers, 0 to 1. The divider runs over the picture, not over the empty
 * table beside it. A covering picture may lie off-centre, a smaller one never does.
 */
export function coveredWidth(view: View, stage: Size, picture: Size): number {
  const fitted = fittedSize(stage, picture);
  return fitted.width === 0 ? 1 : Math.min(1, (fitted.width * view.scale) / stage.width);
}

function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value));
}

/** Keeps the picture in the stage: centred where it is smaller, never pulled past its own edge where it is larger. */
export function clampView(view: View, stage: Size, picture: Size): View {
  const fitted = fittedSize(stage, picture);
  const slackX = Math.max(0, (fitted.width * view.scale - stage.width) / 2);
  const slackY = Math.max(0, (fitted.height * view.scale - stage.height) / 2);
  return { scale: view.scale, x: clamp(view.x, -slackX, slackX), y: clamp(view.y, -slackY, slackY) };
}

/** Changes the scale while the spot under `point` stays where it is. */
export function zoomAt(view: View, scale: number, point: Point): View {
  const ratio = scale / view.scale;
  return { scale, x: point.x - (point.x - view.x) * ratio, y: point.y - (point.y - view.y) * ratio };
}

export function clampScale(scale: number, bounds: { readonly min: number; readonly max: number }): number {
  return clamp(scale, bounds.min, bounds.max);
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function middle(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
