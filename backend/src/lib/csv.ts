/** Tells spreadsheet programs that what follows is UTF-8. */
export const CSV_BOM = '\uFEFF';

/** What spreadsheet programs take for a formula (OWASP: CSV injection). */
const FORMULA_START = /^[=+\-@\t\r]/;

/** One line of comma-separated values (RFC 4180), with its line end. Text that looks like a formula is made harmless. */
export function csvLine(cells: ReadonlyArray<string | number | null>): string {
  return `${cells.map(toCell).join(',')}\r\n`;
}

function toCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const harmless = FORMULA_START.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
