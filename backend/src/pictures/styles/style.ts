import type { Raster } from '../raster.ts';

/**
 * Draws a style: gets three opaque channels and returns three of the same size. Everything it does is scaled by the
 * picture's size and repeatable (grain and paper come from a fixed pattern, not from chance).
 */
export type Style = (picture: Raster) => Promise<Raster>;
