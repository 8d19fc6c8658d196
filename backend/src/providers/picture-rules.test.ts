import { expect, test } from 'vitest';
import { loadCatalogue } from './catalogue.ts';
import { needsChange, pictureRulesOf, refuseUnfit, sizeThatFits } from './picture-rules.ts';

const picture = (width: number, height: number, role: string | null = null) => ({
  ...{ name: 'mug.png', contentType: 'image/png', sizeBytes: 1000, width, height, role },
});

test.each([
  ['nothing is asked', [6000, 4000], {}, [6000, 4000]],
  ['it fits already', [2048, 2048], { maxPixels: 4_194_304, minSide: 64 }, [2048, 2048]],
  ['it has too many pixels', [4096, 4096], { maxPixels: 4_194_304 }, [2048, 2048]],
  ['a side is too long', [6000, 1500], { maxSide: 1536, minSide: 32 }, [1536, 384]],
  ['both', [6000, 3000], { maxSide: 1536, maxPixels: 500_000 }, [1000, 500]],
] as const)('the size that is sent when %s', (_what, [width, height], rules, [sentWidth, sentHeight]) => {
  const size = sizeThatFits(picture(width, height), rules);
  expect(size).toEqual({ width: sentWidth, height: sentHeight });
  expect(size.width * size.height).toBeLessThanOrEqual('maxPixels' in rules ? rules.maxPixels : Infinity);
});

test.each([
  ['too small', [299, 400], { minSide: 300 }, 'picture_too_small', { limitPixels: 300 }],
  ['too narrow', [1000, 2501], { maxRatio: 2.5 }, 'picture_too_narrow', { ratio: 2.5 }],
  [
    'too narrow once it is shrunk',
    [300, 8000],
    { minSide: 256, maxSide: 4096 },
    'picture_too_narrow',
    { ratio: 16 },
  ],
] as const)(
  'what no shrinking mends is refused with the limit: %s',
  (_what, [width, height], rules, code, values) => {
    expect(() => sizeThatFits(picture(width, height), rules)).toThrow(
      expect.objectContaining({ code, values: { name: 'mug.png', ...values } }),
    );
  },
);

test('a picture is written anew for its size, its bytes or its format, and otherwise sent as it is', () => {
  const own = picture(100, 80);
  expect(needsChange(own, own, { maxBytes: 1000, formats: ['image/png'] })).toBe(false);
  expect(needsChange(own, { width: 50, height: 40 }, {})).toBe(true);
  expect(needsChange(own, own, { maxBytes: 999 })).toBe(true);
  expect(needsChange(own, own, { formats: ['image/jpeg'] })).toBe(true);
});

test('a mask must be as large as the first picture where the vendor insists on it', () => {
  const first = picture(100, 80);
  const rules = { mask: { maxBytes: 1000, mustMatch: true } } as const;
  const mask = (width: number) => picture(width, 80, 'mask');
  expect(() => refuseUnfit([first, mask(100)], rules)).not.toThrow();
  expect(() => refuseUnfit([first, mask(99)], rules)).toThrow(
    expect.objectContaining({ code: 'mask_size_differs' }),
  );
  expect(() => refuseUnfit([first, mask(99)], {})).not.toThrow();
});

test.each([
  ['1', 3840],
  ['2', 7680],
  ['4', 7680],
])('no result of Topaz at factor %s is larger than its price says', async (factor, longest) => {
  const model = (await loadCatalogue()).get('kie-topaz-image-upscale')?.model;
  if (!model) throw new Error('there is no Topaz');
  const { width } = sizeThatFits(picture(7000, 5000), pictureRulesOf(model, { factor }));
  expect(width * Number(factor)).toBe(longest);
});
