/** Rec. 709 weights in 16-bit fixed point; they add up to 65,536. */
const RED = 13_933;
const GREEN = 46_871;
const BLUE = 4_732;

/** Brightness of an sRGB colour, 0–255, gamma-encoded like its inputs. */
export function luma(red: number, green: number, blue: number): number {
  return (red * RED + green * GREEN + blue * BLUE + 32_768) >> 16;
}
