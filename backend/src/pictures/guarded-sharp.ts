import { workerData } from 'node:worker_threads';
import sharp from 'sharp';

/** States of the guard in the memory that all picture threads of the process share. */
const OPEN = 0;
const CLOSING = 1;
const CLOSED = 2;
/** Closing takes microseconds; a thread that was ended in the middle of it must not stop the others for ever. */
const CLOSING_LIMIT_MS = 1000;

/**
 * Switches off everything unneeded, for the whole process: libvips keeps one table of operations, so a loader blocked
 * here is blocked on every thread. Only the three buffer loaders for accepted types remain; SVG, PDF, TIFF, HEIF and
 * the rest of libvips' attack surface cannot be reached even by a file that fools `sniff.ts`.
 */
function closeLoaders(): void {
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
  });
}

/**
 * Once for the process, before any of its threads opens a picture: between the two calls nothing can be opened, and a
 * picture that another thread is about to open would look damaged.
 */
function closeLoadersOnce(state: Int32Array<SharedArrayBuffer>): void {
  if (Atomics.compareExchange(state, 0, OPEN, CLOSING) !== OPEN) {
    Atomics.wait(state, 0, CLOSING, CLOSING_LIMIT_MS);
    if (Atomics.load(state, 0) === CLOSED) return;
  }
  closeLoaders();
  Atomics.store(state, 0, CLOSED);
  Atomics.notify(state, 0);
}

const shared: unknown = Object(workerData).guardState;
// Without it this is no thread of a pool, but somebody who works alone.
if (shared instanceof SharedArrayBuffer) closeLoadersOnce(new Int32Array(shared));
else closeLoaders();
// Every picture is opened once, so a cache would only hold memory.
sharp.cache(false);
// Parallelism comes from the pool's threads; more threads inside each would only compete with the API's.
sharp.concurrency(1);

export { sharp };
