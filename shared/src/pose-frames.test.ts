import { expect, test } from 'vitest';
import {
  ALL_POSE_FRAMES,
  frameOfRole,
  POSE_FRAMES,
  readFrames,
  roleOfFrame,
  writeFrames,
} from './pose-frames.ts';

test('there are twelve frames, numbered in order, each with its own title', () => {
  expect(POSE_FRAMES.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(new Set(POSE_FRAMES.map(({ title }) => title.en)).size).toBe(12);
  expect(new Set(POSE_FRAMES.map(({ title }) => title['zh-CN'])).size).toBe(12);
  expect(readFrames(ALL_POSE_FRAMES)).toHaveLength(12);
});

test('chosen frames are written in one way only', () => {
  expect(writeFrames([7, 3, 7])).toBe('3,7');
  expect(readFrames('3,7')).toEqual([3, 7]);
  for (const text of ['', '0', '13', '7,3', '3,3', '3, 7', '3,', '1.5', '1-3', ' 3', '0x3']) {
    expect(readFrames(text), text).toBeUndefined();
  }
});

test('a role names its frame', () => {
  for (const frame of POSE_FRAMES) expect(frameOfRole(roleOfFrame(frame.number))).toBe(frame);
  expect(frameOfRole('frame-13')).toBeUndefined();
  expect(frameOfRole(null)).toBeUndefined();
});
