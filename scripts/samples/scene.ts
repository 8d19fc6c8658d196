/** A still life drawn by code: the inside of an SVG of 1200 × 900. Gradients are named per scene. */
export interface Scene {
  readonly name: string;
  readonly svg: string;
}

export const SCENE_WIDTH = 1200;
export const SCENE_HEIGHT = 900;

interface Stop {
  readonly at: number;
  readonly color: string;
}

/** `linear('a', 'x', ...)` defines a gradient across ("x"), down ("y") or round ("r"). */
export function gradient(
  id: string,
  direction: 'x' | 'y' | 'r',
  stops: readonly (readonly [number, string])[],
): string {
  const inner = stops.map(([at, color]) => stop({ at, color })).join('');
  if (direction === 'r') return `<radialGradient id="${id}">${inner}</radialGradient>`;
  const end = direction === 'x' ? 'x2="1" y2="0"' : 'x2="0" y2="1"';
  return `<linearGradient id="${id}" x1="0" y1="0" ${end}>${inner}</linearGradient>`;
}

function stop({ at, color }: Stop): string {
  return `<stop offset="${at}" stop-color="${color.slice(0, 7)}" stop-opacity="${opacityOf(color)}"/>`;
}

/** `#rrggbbaa` carries its opacity. */
function opacityOf(color: string): string {
  return color.length === 9 ? (Number.parseInt(color.slice(7), 16) / 255).toFixed(3) : '1';
}

/** A table before a wall, with light falling from the upper left. */
export function room(
  wall: readonly [string, string],
  table: readonly [string, string],
  horizon: number,
): string {
  return `<defs>
    ${gradient('wall', 'y', [
      [0, wall[0]],
      [1, wall[1]],
    ])}
    ${gradient('table', 'y', [
      [0, table[0]],
      [1, table[1]],
    ])}
    ${gradient('light', 'r', [
      [0, '#ffffff66'],
      [1, '#ffffff00'],
    ])}
    <filter id="soft" x="-50%" y="-50%" width="200%" height="200%"><feGaussianBlur stdDeviation="16"/></filter>
    <filter id="softer" x="-50%" y="-80%" width="200%" height="260%"><feGaussianBlur stdDeviation="30"/></filter>
    <filter id="edge" x="-20%" y="-20%" width="140%" height="140%"><feGaussianBlur stdDeviation="5"/></filter>
  </defs>
  <rect width="${SCENE_WIDTH}" height="${SCENE_HEIGHT}" fill="url(#wall)"/>
  <rect y="${horizon}" width="${SCENE_WIDTH}" height="${SCENE_HEIGHT - horizon}" fill="url(#table)"/>
  <rect y="${horizon - 14}" width="${SCENE_WIDTH}" height="28" fill="${table[0]}" opacity=".5" filter="url(#soft)"/>
  <ellipse cx="380" cy="260" rx="620" ry="420" fill="url(#light)"/>`;
}

/** What the product throws on the table: a wide soft shadow and a dark line where it stands. */
export function shadow(x: number, y: number, radiusX: number, radiusY: number): string {
  return `<ellipse cx="${x + 40}" cy="${y + 4}" rx="${radiusX * 1.15}" ry="${radiusY * 1.5}" fill="#000" opacity=".28" filter="url(#softer)"/>
  <ellipse cx="${x + 6}" cy="${y}" rx="${radiusX}" ry="${radiusY * 0.7}" fill="#000" opacity=".45" filter="url(#edge)"/>`;
}
