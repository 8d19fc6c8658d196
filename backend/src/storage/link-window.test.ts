import fc from 'fast-check';
import { expect, test } from 'vitest';
import { linkWindow, MAX_LINK_SECONDS } from './link-window.ts';

test('everybody who asks within some minutes gets the same times', () => {
  const at = (seconds: number) =>
    linkWindow(new Date(1_767_322_800_000 + seconds * 1000), 300).expiresAt.toISOString();
  expect(at(0)).toBe(at(149));
  expect(at(150)).not.toBe(at(149));
});

test('a link lives as long as asked, at most half as long again, and never beyond a week', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 4_000_000_000_000 }),
      fc.integer({ min: 1, max: MAX_LINK_SECONDS }),
      (nowMs, asked) => {
        const { expiresAt, lifeSeconds } = linkWindow(new Date(nowMs), asked);
        const lived = (expiresAt.getTime() - nowMs) / 1000;
        // At the maximum itself a step of one second remains for rounding to whole seconds.
        expect(lived).toBeGreaterThan(asked === MAX_LINK_SECONDS ? asked - 1 : asked - 0.001);
        expect(lived).toBeLessThanOrEqual(Math.max(asked * 1.5, asked + 1));
        expect(lifeSeconds).toBeLessThanOrEqual(MAX_LINK_SECONDS);
      },
    ),
  );
});

test.each([0, -1, 1.5, Number.NaN, MAX_LINK_SECONDS + 1])('a life of %d seconds is refused', (seconds) => {
  expect(() => linkWindow(new Date(), seconds)).toThrow(RangeError);
});
