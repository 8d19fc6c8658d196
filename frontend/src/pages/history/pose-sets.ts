import type { Asset } from '@atelier/shared/contracts/asset';
import type { Task } from '@atelier/shared/contracts/task';
import { frameOfRole, POSE_FRAMES, readFrames } from '@atelier/shared/pose-frames';
import { isEnded } from '@atelier/shared/task-states';

/** All poses of one picture of a garment, with those that were made again in place of the older ones. */
export interface PoseSet {
  readonly garment: Asset;
  /** Newest first; the newest one says how frames are made again. */
  readonly tasks: readonly [Task, ...Task[]];
  /** The newest picture of each frame, by its number. */
  readonly pictures: ReadonlyMap<number, Asset>;
  /** Frames that are being made. */
  readonly awaited: ReadonlySet<number>;
}

const numbersOf = (task: Task): readonly number[] =>
  readFrames(String(task.parameters['frames'] ?? '')) ?? POSE_FRAMES.map(({ number }) => number);

/** Puts tasks of the recipe together by the picture they began with; `tasks` are newest first, and so are the sets. */
export function poseSetsOf(tasks: readonly Task[]): PoseSet[] {
  const byGarment = Map.groupBy(
    tasks.filter(({ inputs }) => inputs.length > 0),
    ({ inputs }) => inputs[0]?.id ?? '',
  );
  return [...byGarment.values()].flatMap(([newest, ...older]) => {
    const garment = newest?.inputs[0];
    return newest && garment ? [setOf(garment, [newest, ...older])] : [];
  });
}

function setOf(garment: Asset, tasks: readonly [Task, ...Task[]]): PoseSet {
  const pictures = new Map<number, Asset>();
  const awaited = new Set<number>();
  for (const task of tasks) {
    if (!isEnded(task.status)) for (const number of numbersOf(task)) awaited.add(number);
    for (const result of task.results) {
      const frame = frameOfRole(result.role);
      if (frame && !pictures.has(frame.number)) pictures.set(frame.number, result);
    }
  }
  return { garment, tasks, pictures, awaited };
}
