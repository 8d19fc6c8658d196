import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { sidewaysOverflow } from './in-page.ts';
import type { Language } from './texts.ts';

const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
const SMALLEST = { width: 360, height: 740 };
/**
 * Every page in each language, each scheme and each width, and in every pair of these; the two languages take turns
 * with the combinations (an orthogonal array of strength two), as each look costs about a second.
 */
const LOOKS = {
  en: [
    { colorScheme: 'light', viewport: WIDE },
    { colorScheme: 'dark', viewport: PHONE },
  ],
  'zh-CN': [
    { colorScheme: 'dark', viewport: WIDE },
    { colorScheme: 'light', viewport: PHONE },
  ],
} as const;

/** What axe calls serious or critical, one line each with the first place. */
async function seriousFindings(page: Page): Promise<readonly string[]> {
  const options = { preload: false, resultTypes: ['violations' as const] };
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().options(options).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).join('\n')}`,
    );
}

/** Colors fade over; axe would measure a moment that nobody reads. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(
    `Promise.all(document.getAnimations().filter(({ effect }) =>
      effect?.getComputedTiming().endTime !== Infinity).map(({ finished }) => finished.catch(() => undefined)))`,
  );
}

const OVERFLOW_PATIENCE_MS = 2000;

/** An open menu follows the window a few frames after it was made narrower; what still sticks out then is a fault. */
async function lastingOverflow(page: Page): Promise<string | null> {
  const endsAt = performance.now() + OVERFLOW_PATIENCE_MS;
  for (;;) {
    const overflow = await sidewaysOverflow(page);
    if (overflow === null || performance.now() > endsAt) return overflow;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Looks at the page as it is now in its looks, and at the smallest width for anything that sticks out. */
export async function inspect(page: Page, language: Language): Promise<void> {
  const findings: string[] = [];
  for (const { colorScheme, viewport } of LOOKS[language]) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await page.setViewportSize(viewport);
    await settled(page);
    for (const finding of await seriousFindings(page))
      findings.push(`${colorScheme}, ${viewport.width} px: ${finding}`);
  }
  await page.setViewportSize(SMALLEST);
  const overflow = await lastingOverflow(page);
  if (overflow) findings.push(`${SMALLEST.width} px: ${overflow}`);
  await page.setViewportSize(WIDE);
  expect(findings.join('\n\n')).toBe('');
}
