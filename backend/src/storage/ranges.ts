export interface ByteRange {
  /** First byte, from 0. */
  readonly start: number;
  /** Last byte, included; may lie beyond the end. */
  readonly end: number;
}

/** Throws RangeError when no byte of an object of this size lies in the range; callers look at `head` first. */
export function assertRange(range: ByteRange, sizeBytes: number): void {
  const isWhole = Number.isInteger(range.start) && Number.isInteger(range.end);
  if (!isWhole || range.start < 0 || range.end < range.start || range.start >= sizeBytes) {
    throw new RangeError(
      `Bytes ${range.start} to ${range.end} do not lie in an object of ${sizeBytes} bytes.`,
    );
  }
}
