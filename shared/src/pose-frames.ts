import type { LocalizedText } from './locales.ts';

/** One of the twelve pictures of `model_pose12`. */
export interface PoseFrame {
  /** 1 to 12; a frame keeps its number in every task. */
  readonly number: number;
  readonly title: LocalizedText;
  /** The pose in words for a workflow that reads them. */
  readonly words: string;
}

/** The twelve frames in their order. The number is the frame's identity: never renumber one that was released. */
export const POSE_FRAMES: readonly PoseFrame[] = [
  frame(1, 'Front', '正面站姿', 'standing, facing the camera, full body'),
  frame(2, 'Three-quarter left', '左前侧身', 'standing, turned three-quarters to the left, full body'),
  frame(3, 'Three-quarter right', '右前侧身', 'standing, turned three-quarters to the right, full body'),
  frame(4, 'Profile', '侧面', 'standing in profile, full body'),
  frame(5, 'Back', '背面', 'standing, seen from behind, full body'),
  frame(6, 'Over the shoulder', '回眸', 'turned away, looking back over the shoulder'),
  frame(7, 'Walking', '行走', 'walking towards the camera, mid-step'),
  frame(8, 'Hand on hip', '叉腰', 'one hand on the hip, weight on one leg'),
  frame(9, 'Leaning', '倚靠', 'leaning at ease, legs crossed at the ankle'),
  frame(10, 'Seated', '坐姿', 'seated, facing the camera'),
  frame(11, 'In motion', '动感', 'turning, with movement in the garment'),
  frame(12, 'Close-up', '近景特写', 'close view of the product as it is worn'),
];

/** All twelve, as the parameter `frames` writes them. */
export const ALL_POSE_FRAMES = writeFrames(POSE_FRAMES.map(({ number }) => number));

/** The role of a frame's picture among the results: `frame-03`. */
export const roleOfFrame = (number: number): string => `frame-${String(number).padStart(2, '0')}`;

/** The frame that a result shows; undefined for results that are no frame. */
export function frameOfRole(role: string | null): PoseFrame | undefined {
  return role === null ? undefined : POSE_FRAMES.find(({ number }) => roleOfFrame(number) === role);
}

/** The parameter `frames`: numbers in ascending order, joined by commas. */
export function writeFrames(numbers: readonly number[]): string {
  return [...new Set(numbers)].sort((a, b) => a - b).join(',');
}

/** The numbers in a `frames` parameter; undefined when it is not written as `writeFrames` would or names no frame. */
export function readFrames(text: string): readonly number[] | undefined {
  const numbers = text.split(',').map(Number);
  const isKnown = numbers.every((number) => POSE_FRAMES.some((each) => each.number === number));
  return isKnown && writeFrames(numbers) === text ? numbers : undefined;
}

function frame(number: number, en: string, zh: string, words: string): PoseFrame {
  return { number, title: { en, 'zh-CN': zh }, words };
}
