import { createHash } from 'node:crypto';
import { type Readable, Transform, Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { AppError } from './app-error.ts';

/** Size and SHA-256 (lower-case hex) of what was received, after decompression. */
export interface Measured {
  readonly sizeBytes: number;
  readonly sha256: string;
}

const tooLarge = () => new AppError('url_fetch_failed', { reason: 'too_large', phase: 'body' });

/** Lets bytes through until there are too many. */
function byteLimit(maxBytes: number, onChunk: (chunk: Buffer) => void): Transform {
  let count = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      count += chunk.length;
      if (count > maxBytes) return done(tooLarge());
      onChunk(chunk);
      done(null, chunk);
    },
  });
}

function decoderFor(encoding: string): Transform | null {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return null;
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      return createInflate();
    default:
      // Also several encodings in a row: nobody needs them but senders of decompression bombs.
      throw new AppError('url_fetch_failed', { reason: 'encoding_unsupported', phase: 'body' });
  }
}

/** A sink that keeps everything; the byte limit before it bounds what that is. */
export function bufferSink(): { stream: Writable; contents: () => Buffer } {
  const chunks: Buffer[] = [];
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk);
      done();
    },
  });
  return { stream, contents: () => Buffer.concat(chunks) };
}

export interface ReceiveBodyRequest {
  readonly body: Readable;
  readonly headers: Readonly<Record<string, string>>;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Called only when the head of the answer gives no reason to refuse. */
  readonly makeSink: () => NodeJS.WritableStream;
}

/** Streams a body into a sink under the byte limit, counted on the wire and again after decompression. */
export async function receiveBody(received: ReceiveBodyRequest): Promise<Measured> {
  const { body, headers, maxBytes, signal } = received;
  const hash = createHash('sha256');
  let sizeBytes = 0;
  const decoded = byteLimit(maxBytes, (chunk) => {
    sizeBytes += chunk.length;
    hash.update(chunk);
  });
  let stages: NodeJS.ReadWriteStream[];
  try {
    if (Number(headers['content-length']) > maxBytes) throw tooLarge();
    const decoder = decoderFor(headers['content-encoding'] ?? '');
    stages = decoder === null ? [decoded] : [byteLimit(maxBytes, () => undefined), decoder, decoded];
  } catch (error) {
    body.on('error', () => body.destroy()).destroy();
    throw error;
  }
  await pipeline([body, ...stages, received.makeSink()], { signal });
  return { sizeBytes, sha256: hash.digest('hex') };
}

/**
 * The beginning of a body, at most `maxBytes` after decompression; the rest is not waited for. For answers that count
 * by their head: a body that is endless, broken or in a strange encoding only makes the excerpt shorter.
 */
export async function receiveExcerpt(received: Omit<ReceiveBodyRequest, 'makeSink'>): Promise<Buffer> {
  const { body, headers, maxBytes, signal } = received;
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    const decoder = decoderFor(headers['content-encoding'] ?? '');
    const readable: Readable = decoder === null ? body : decoder;
    if (decoder !== null) pipeline(body, decoder, { signal }).catch(() => readable.destroy());
    for await (const chunk of readable as AsyncIterable<Buffer>) {
      chunks.push(chunk.subarray(0, maxBytes - sizeBytes));
      sizeBytes += chunk.length;
      if (sizeBytes >= maxBytes) break;
    }
  } catch {
    // What came until then is the excerpt.
  } finally {
    body.on('error', () => body.destroy()).destroy();
  }
  return Buffer.concat(chunks);
}
