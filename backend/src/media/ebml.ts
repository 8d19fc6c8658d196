/** The head of an element of EBML, the format below WebM (RFC 8794). */
export interface ElementHead {
  readonly id: number;
  readonly headBytes: number;
  /** Undefined when the element does not say it (RFC 8794 §6.2). */
  readonly size: number | undefined;
}
export interface Element {
  readonly id: number;
  readonly content: Buffer;
}

/** No head is longer. */
export const MAX_HEAD_BYTES = 12;
/** The elements of WebM that matter here (RFC 9559 §5.1). */
export const ELEMENT = {
  segment: 0x18538067,
  cluster: 0x1f43b675,
  info: 0x1549a966,
  timestampScale: 0x2ad7b1,
  duration: 0x4489,
  tracks: 0x1654ae6b,
  trackEntry: 0xae,
  trackType: 0x83,
  video: 0xe0,
  pixelWidth: 0xb0,
  pixelHeight: 0xba,
} as const;

export function readElementHead(bytes: Buffer): ElementHead | undefined {
  const idBytes = Math.clz32(bytes[0] ?? 0) - 23;
  if (idBytes > 4 || bytes.length < idBytes + 1) return undefined;
  const sizeBytes = Math.clz32(bytes[idBytes] ?? 0) - 23;
  const headBytes = idBytes + sizeBytes;
  if (sizeBytes > 8 || bytes.length < headBytes) return undefined;
  let size = BigInt((bytes[idBytes] ?? 0) & (0xff >> sizeBytes));
  for (let index = idBytes + 1; index < headBytes; index += 1)
    size = (size << 8n) | BigInt(bytes[index] ?? 0);
  const isUnknown = size === (1n << BigInt(7 * sizeBytes)) - 1n;
  return { id: bytes.readUIntBE(0, idBytes), headBytes, size: isUnknown ? undefined : Number(size) };
}

/** The elements in a piece of memory, as far as they fit into it. */
export function elementsOf(content: Buffer): Element[] {
  const elements: Element[] = [];
  for (let position = 0; position < content.length; ) {
    const head = readElementHead(content.subarray(position, position + MAX_HEAD_BYTES));
    if (head?.size === undefined) break;
    const start = position + head.headBytes;
    if (start + head.size > content.length) break;
    elements.push({ id: head.id, content: content.subarray(start, start + head.size) });
    position = start + head.size;
  }
  return elements;
}

/** A whole number of at most six bytes; 0 for what is none. */
export function numberIn(elements: readonly Element[], id: number): number {
  const content = elements.find((element) => element.id === id)?.content;
  return content && content.length >= 1 && content.length <= 6 ? content.readUIntBE(0, content.length) : 0;
}
