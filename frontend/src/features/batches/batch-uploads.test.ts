import type { BatchFileOutcome, BatchFiles } from '@atelier/shared/contracts/batch';
import { MEBIBYTE } from '@atelier/shared/limits';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError } from '../../lib/api-error.ts';
import { pngFile } from '../../testing/picture-files.ts';
import { sampleBatch } from '../../testing/sample-batch.ts';
import { BatchUploads, type SendPiece } from './batch-uploads.ts';

interface Sent {
  readonly positions: readonly number[];
  readonly signal: AbortSignal;
  readonly progress: (fraction: number) => void;
  readonly answer: (codes?: Readonly<Record<number, string>>) => void;
  readonly fail: (error: unknown) => void;
}

const files = (count: number, sizeBytes?: number) =>
  Array.from({ length: count }, (_, position) => {
    const file = pngFile(`${position}.png`);
    if (sizeBytes !== undefined) Object.defineProperty(file, 'size', { value: sizeBytes });
    return { position, file };
  });

function outcome(position: number, code: string | undefined): BatchFileOutcome {
  return {
    position,
    name: `${position}.png`,
    taskId: code === undefined ? `task_${position}` : null,
    code: code ?? null,
    message: code === undefined ? null : `refused: ${code}`,
    details: {},
  };
}

function setUp() {
  const sent: Sent[] = [];
  const arrived: BatchFiles[] = [];
  const send: SendPiece = ({ pictures }, progress, signal) =>
    new Promise((resolve, fail) => {
      const positions = pictures.map(({ position }) => position);
      const answer: Sent['answer'] = (codes = {}) =>
        resolve({
          batch: sampleBatch(),
          files: positions.map((position) => outcome(position, codes[position])),
        });
      sent.push({ positions, signal, progress, answer, fail });
    });
  const uploads = new BatchUploads({ send, onArrived: (answer) => arrived.push(answer) });
  const nth = (index: number): Sent => {
    const piece = sent[index];
    if (!piece) throw new Error(`piece ${index} was not sent`);
    return piece;
  };
  const states = () => uploads.snapshot()[0]?.pictures.map(({ state }) => state);
  return { uploads, sent, arrived, nth, states };
}

const settle = () => vi.advanceTimersByTimeAsync(0);
const error = (
  code:
    | 'network_failed'
    | 'rate_limited'
    | 'batch_closed'
    | 'server_busy'
    | 'file_too_large'
    | 'price_changed',
  status: number,
  details = {},
) => new ApiError({ code, status, message: code, details });

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('BatchUploads', () => {
  it('sends pieces of five, two at a time, and forgets the batch when all have arrived', async () => {
    const { uploads, sent, arrived, nth } = setUp();
    uploads.add('batch_1', files(12));
    expect(sent.map(({ positions }) => positions)).toEqual([
      [0, 1, 2, 3, 4],
      [5, 6, 7, 8, 9],
    ]);
    nth(0).answer();
    await settle();
    expect(nth(2).positions).toEqual([10, 11]);
    nth(1).answer();
    nth(2).answer();
    await settle();
    expect(arrived).toHaveLength(3);
    expect(uploads.snapshot()).toEqual([]);
  });

  it('keeps pieces of large pictures small, so that they fit through a slow line in time', () => {
    const { uploads, sent } = setUp();
    uploads.add('batch_1', files(4, 5 * MEBIBYTE));
    expect(sent.map(({ positions }) => positions)).toEqual([[0], [1]]);
  });

  it('tells how many bytes have left', async () => {
    const { uploads, nth } = setUp();
    uploads.add('batch_1', files(10, 1000));
    nth(0).progress(0.5);
    nth(1).progress(0.1);
    expect(uploads.snapshot()[0]?.leavingBytes).toBe(3000);
    nth(0).answer();
    await settle();
    expect(uploads.snapshot()[0]?.leavingBytes).toBe(500);
  });

  it('tells about bytes five times a second at most, and about what arrived at once', async () => {
    const { uploads, nth } = setUp();
    uploads.add('batch_1', files(10, 1000));
    const told = vi.fn();
    uploads.subscribe(told);
    for (let tick = 1; tick <= 100; tick += 1) {
      nth(0).progress(tick / 100);
      await vi.advanceTimersByTimeAsync(10);
    }
    expect(told.mock.calls.length).toBeGreaterThanOrEqual(4);
    expect(told.mock.calls.length).toBeLessThanOrEqual(6);
    await vi.advanceTimersByTimeAsync(200);
    expect(uploads.snapshot()[0]?.leavingBytes).toBe(5000);
    told.mockClear();
    nth(0).answer();
    await settle();
    expect(told).toHaveBeenCalled();
  });

  it('goes on by itself after the line was cut, waiting longer each time, and at once when it is told to', async () => {
    const { uploads, sent, nth, states } = setUp();
    uploads.add('batch_1', files(2));
    nth(0).fail(error('network_failed', 0));
    await settle();
    expect(states()).toEqual(['waiting', 'waiting']);
    expect(uploads.snapshot()[0]?.hold).toMatchObject({ code: 'network_failed' });
    await vi.advanceTimersByTimeAsync(1000);
    expect(sent).toHaveLength(2);
    nth(1).fail(error('server_busy', 503));
    await vi.advanceTimersByTimeAsync(1500);
    expect(sent).toHaveLength(2);
    uploads.resume();
    expect(sent).toHaveLength(3);
    expect(uploads.snapshot()[0]?.hold).toBeUndefined();
    nth(2).answer();
    await settle();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(3);
  });

  it('waits as long as the server asks', async () => {
    const { uploads, sent, nth } = setUp();
    uploads.add('batch_1', files(1));
    nth(0).fail(error('rate_limited', 429, { seconds: 17 }));
    await vi.advanceTimersByTimeAsync(16_900);
    expect(sent).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(200);
    expect(sent).toHaveLength(2);
  });

  it('keeps what was refused with its reason, and sends it again when asked', async () => {
    const { uploads, sent, nth, states } = setUp();
    uploads.add('batch_1', files(3));
    nth(0).answer({ 1: 'credits_insufficient' });
    await settle();
    expect(states()).toEqual(['sent', 'refused', 'sent']);
    expect(uploads.snapshot()[0]?.pictures[1]?.refusal).toMatchObject({ code: 'credits_insufficient' });
    uploads.retryRefused('batch_1');
    expect(nth(1).positions).toEqual([1]);
    nth(1).answer();
    await settle();
    expect(uploads.snapshot()).toEqual([]);
    expect(sent).toHaveLength(2);
  });

  it('finds the one picture for which a whole piece was refused', async () => {
    const { uploads, sent, nth, states } = setUp();
    uploads.add('batch_1', files(3));
    nth(0).fail(error('file_too_large', 413));
    await settle();
    expect(sent.slice(1).map(({ positions }) => positions)).toEqual([[0], [1]]);
    nth(1).fail(error('file_too_large', 413));
    await settle();
    expect(states()).toEqual(['refused', 'sending', 'sending']);
    nth(2).answer();
    nth(3).answer();
    await settle();
    expect(states()).toEqual(['refused', 'sent', 'sent']);
  });

  it('stops when the batch takes nothing more, and refuses all when the price has changed', async () => {
    const { uploads, sent, nth, states } = setUp();
    uploads.add('batch_1', files(12));
    nth(0).fail(error('batch_closed', 409));
    await settle();
    expect(uploads.snapshot()).toEqual([]);
    expect(nth(1).signal.aborted).toBe(true);
    uploads.add('batch_2', files(2));
    sent.at(-1)?.fail(error('price_changed', 409));
    await settle();
    expect(states()).toEqual(['refused', 'refused']);
  });

  it('keeps what was not sent while it is paused, whatever comes back, and sends on when it may', async () => {
    const { uploads, sent, nth, states } = setUp();
    uploads.add('batch_1', files(7));
    uploads.pause('batch_1');
    expect(nth(0).signal.aborted).toBe(true);
    for (const piece of sent) piece.fail(new DOMException('aborted', 'AbortError'));
    await settle();
    uploads.resume();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(sent).toHaveLength(2);
    expect(states()).toEqual(Array.from({ length: 7 }, () => 'waiting'));
    uploads.goOn('batch_1');
    expect(sent.slice(2).map(({ positions }) => positions)).toEqual([
      [0, 1, 2, 3, 4],
      [5, 6],
    ]);
    nth(2).answer();
    nth(3).answer();
    await settle();
    expect(uploads.snapshot()).toEqual([]);
  });

  it('stops what is under way and sends the next batch', async () => {
    const { uploads, sent, nth } = setUp();
    uploads.add('batch_1', files(20));
    uploads.add('batch_2', files(1));
    uploads.stop('batch_1');
    expect(nth(0).signal.aborted).toBe(true);
    nth(0).fail(new DOMException('aborted', 'AbortError'));
    nth(1).fail(new DOMException('aborted', 'AbortError'));
    await settle();
    expect(sent.at(-1)?.positions).toEqual([0]);
    expect(uploads.snapshot().map(({ batchId }) => batchId)).toEqual(['batch_2']);
  });
});
