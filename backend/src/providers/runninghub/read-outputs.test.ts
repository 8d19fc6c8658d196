import { expect, test } from 'vitest';
import { framesIn } from './read-outputs.ts';

const link = (name: string): string => `https://files.example/${name}.png`;
const file = (name: string, nodeId: string, fileType = 'png') => ({ fileUrl: link(name), fileType, nodeId });
const TWELVE = Array.from({ length: 12 }, (_, index) => String(101 + index));

test('a frame is known by the node that saved it, whatever the order of the list', () => {
  const data = [file('c', '107'), file('preview', '55'), file('a', '101'), file('note', '103', 'txt')];
  const found = framesIn(data, { id: '1', frames: [1, 3, 7], nodes: TWELVE });
  expect(found.map(({ url, role }) => [role, url])).toEqual([
    ['frame-01', link('a')],
    ['frame-07', link('c')],
  ]);
});

test('a frame that was not ordered is not delivered', () => {
  const data = TWELVE.map((node) => file(node, node));
  const found = framesIn(data, { id: '1', frames: [12], nodes: TWELVE });
  expect(found.map(({ url }) => url)).toEqual([link('112')]);
});

test('files of a single saving node are the ordered frames in their order', () => {
  const data = [file('first', '9'), file('second', '9', 'WEBP'), file('other', '8')];
  const found = framesIn(data, { id: '1', frames: [4, 8, 9], nodes: ['9'] });
  expect(found.map(({ url, role }) => [role, url])).toEqual([
    ['frame-04', link('first')],
    ['frame-08', link('second')],
  ]);
});

test('what is no list of files holds no frames', () => {
  for (const data of [
    undefined,
    null,
    {},
    ['x'],
    [{ fileUrl: 'javascript:1', fileType: 'png', nodeId: '9' }],
  ]) {
    expect(framesIn(data, { id: '1', frames: [1], nodes: ['9'] })).toEqual([]);
  }
});
