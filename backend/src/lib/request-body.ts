import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';

/** A body that is read from disk while it is sent; its length is known before. It is sent once, never redirected. */
export interface StreamedBody {
  readonly lengthBytes: number;
  open(): Readable;
}

/** A piece of a body: text, the bytes of a file, or a file's bytes as base64. */
export type BodyPiece =
  | string
  | { readonly path: string; readonly sizeBytes: number; readonly as: 'bytes' | 'base64' };

/** A multiple of three, so that no piece of base64 needs padding but the last. */
const BASE64_CHUNK_BYTES = 3 * 64 * 1024;

/** One body out of pieces, none of them held in memory longer than it takes to send it. */
export function streamedBody(pieces: readonly BodyPiece[]): StreamedBody {
  return {
    lengthBytes: pieces.reduce((sum, piece) => sum + lengthOf(piece), 0),
    open: () => Readable.from(bytesOf(pieces), { objectMode: false }),
  };
}

function lengthOf(piece: BodyPiece): number {
  if (typeof piece === 'string') return Buffer.byteLength(piece);
  return piece.as === 'bytes' ? piece.sizeBytes : 4 * Math.ceil(piece.sizeBytes / 3);
}

async function* bytesOf(pieces: readonly BodyPiece[]): AsyncGenerator<Buffer> {
  for (const piece of pieces) {
    if (typeof piece === 'string') yield Buffer.from(piece);
    else if (piece.as === 'bytes') yield* createReadStream(piece.path) as AsyncIterable<Buffer>;
    else yield* base64Of(piece.path);
  }
}

async function* base64Of(path: string): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0);
  const chunks = createReadStream(path, { highWaterMark: BASE64_CHUNK_BYTES }) as AsyncIterable<Buffer>;
  for await (const chunk of chunks) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole = bytes.length - (bytes.length % 3);
    rest = Buffer.from(bytes.subarray(whole));
    if (whole > 0) yield Buffer.from(bytes.toString('base64', 0, whole), 'latin1');
  }
  if (rest.length > 0) yield Buffer.from(rest.toString('base64'), 'latin1');
}
