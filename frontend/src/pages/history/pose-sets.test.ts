import type { Asset } from '@atelier/shared/contracts/asset';
import type { Task } from '@atelier/shared/contracts/task';
import { roleOfFrame } from '@atelier/shared/pose-frames';
import { describe, expect, it } from 'vitest';
import { poseSetsOf } from './pose-sets.ts';

const garment = (id: string) => ({ id, name: `${id}.jpg` }) as Asset;
const picture = (number: number, of: string) =>
  ({ id: `${of}-${number}`, role: roleOfFrame(number) }) as Asset;
const task = (id: string, input: string | null, change: Partial<Task> = {}): Task =>
  ({
    id,
    status: 'completed',
    parameters: {},
    inputs: input === null ? [] : [garment(input)],
    results: [],
    ...change,
  }) as Partial<Task> as Task;

describe('poseSetsOf', () => {
  it('puts tasks of one garment together, the newest picture of each frame in front', () => {
    const first = task('t1', 'dress', { results: [1, 2, 3].map((number) => picture(number, 't1')) });
    const again = task('t3', 'dress', {
      parameters: { frames: '2' },
      results: [picture(2, 't3')],
    });
    const other = task('t2', 'shoes', { results: [picture(1, 't2')] });
    const sets = poseSetsOf([again, other, first]);
    expect(sets.map((set) => [set.garment.id, set.tasks.map(({ id }) => id)])).toEqual([
      ['dress', ['t3', 't1']],
      ['shoes', ['t2']],
    ]);
    const [dress] = sets;
    expect([...(dress?.pictures ?? [])].map(([number, { id }]) => [number, id])).toEqual([
      [2, 't3-2'],
      [1, 't1-1'],
      [3, 't1-3'],
    ]);
    expect([...(dress?.awaited ?? [])]).toEqual([]);
  });

  it('knows which frames are being made, all twelve where none are named', () => {
    const running = task('t1', 'dress', { status: 'processing', parameters: { frames: '3,7' } });
    expect([...(poseSetsOf([running])[0]?.awaited ?? [])]).toEqual([3, 7]);
    const all = task('t2', 'dress', { status: 'pending' });
    expect(poseSetsOf([all])[0]?.awaited.size).toBe(12);
  });

  it('leaves out tasks whose picture was deleted', () => {
    expect(poseSetsOf([task('t1', null)])).toEqual([]);
  });
});
