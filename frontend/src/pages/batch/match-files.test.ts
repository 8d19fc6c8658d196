import type { BatchItem } from '@atelier/shared/contracts/batch';
import { expect, it } from 'vitest';
import { matchFiles } from './match-files.ts';

/** Only what the match looks at. */
const place = (position: number, name: string, sizeBytes: number | null = null): BatchItem =>
  ({ position, name, sizeBytes }) as BatchItem;
const file = (name: string, bytes = 4): File => new File([new Uint8Array(bytes)], name);

const positions = (files: readonly File[], awaited: readonly BatchItem[]) => {
  const { matched, unmatchedCount } = matchFiles(files, awaited);
  return { places: matched.map((one) => [one.position, one.file.name]), unmatchedCount };
};

it('gives each file the place of its name, in the order of the places', () => {
  const awaited = [place(3, 'a.jpg'), place(7, 'b.jpg')];
  expect(positions([file('b.jpg'), file('x.jpg'), file('a.jpg')], awaited)).toEqual({
    places: [
      [3, 'a.jpg'],
      [7, 'b.jpg'],
    ],
    unmatchedCount: 1,
  });
});

it('tells pictures of one name apart by their size', () => {
  const awaited = [place(0, 'IMG_1.jpg', 10), place(1, 'IMG_1.jpg', 20)];
  const { matched } = matchFiles([file('IMG_1.jpg', 20), file('IMG_1.jpg', 10)], awaited);
  expect(matched.map(({ position, file: { size } }) => [position, size])).toEqual([
    [0, 10],
    [1, 20],
  ]);
});

it('takes a file that was changed since by its name alone, but each place once', () => {
  expect(positions([file('a.jpg', 5), file('a.jpg', 6)], [place(0, 'a.jpg', 4)])).toEqual({
    places: [[0, 'a.jpg']],
    unmatchedCount: 1,
  });
});

it('does not mind how a disk writes letters and spaces', () => {
  const awaited = [place(0, 'été robe.jpg')];
  expect(positions([file('e\u0301te\u0301  robe.jpg')], awaited).places).toHaveLength(1);
});

it('finds the place of a name that was shortened on the way by its size', () => {
  const awaited = [place(0, 'a very lo….jpg', 9), place(1, 'other….jpg', 8)];
  expect(positions([file('a very long name.jpg', 9)], awaited).places).toEqual([[0, 'a very long name.jpg']]);
});
