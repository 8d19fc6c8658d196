import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { expect } from 'vitest';
import { ROOT } from '../lib/paths.ts';
import { type PictureFile, picturesAreShown } from './in-page.ts';
import type { Texts } from './texts.ts';

/** Pictures are worked on by the same two cores that run the browser. */
export const WORK_LIMIT_MS = 90_000;
export const PAGE_LIMIT_MS = 30_000;
const LOOK_EVERY_MS = 100;

export const DEMO = { email: 'test@example.com', password: 'atelier-demo' } as const;

/** Asks again until it holds; the last answer is in the message when it never does. */
export const eventually = <T>(look: () => T | Promise<T>, timeout = PAGE_LIMIT_MS) =>
  expect.poll(look, { timeout, interval: LOOK_EVERY_MS });

/** One of the sample pictures that ship with the page, under a name of one's own. */
export function samplePicture(sample: string, name = `${sample}.jpg`): PictureFile {
  const buffer = readFileSync(join(ROOT, 'frontend/public/samples', `${sample}.jpg`));
  return { name, mimeType: 'image/jpeg', buffer };
}

/** A sample enlarged to a camera's size, so that its task takes seconds and can be met while it runs. */
export async function largePicture(sample: string, name: string): Promise<PictureFile> {
  const { buffer } = samplePicture(sample);
  const large = await sharp(buffer).resize({ width: 3200 }).jpeg({ quality: 80 }).toBuffer();
  return { name, mimeType: 'image/jpeg', buffer: large };
}

export async function signIn(page: Page, t: Texts): Promise<void> {
  await page.goto('/');
  await page.getByRole('button', { name: t('account:demo.fill') }).click();
  await page.getByRole('button', { name: t('account:signIn.submit'), exact: true }).click();
  await studioIsReady(page, t);
}

export async function studioIsReady(page: Page, t: Texts): Promise<void> {
  await page.getByRole('heading', { name: t('studio:board.title') }).waitFor();
  await page.locator('input[name="recipe"]').first().waitFor({ state: 'attached' });
}

export async function chooseFiles(page: Page, files: readonly PictureFile[]): Promise<void> {
  await page.getByTestId('file-input').setInputFiles([...files]);
}

export async function chooseRecipe(page: Page, slug: string): Promise<void> {
  await page.locator(`label:has(input[name="recipe"][value="${slug}"])`).click();
}

/** Presses start as soon as the pictures have passed their checks. */
export async function start(page: Page, t: Texts, count: number): Promise<void> {
  const name = count > 1 ? t('studio:startMany', { count }) : t('studio:start');
  await page.getByRole('button', { name, exact: true }).click();
}

/** The rows of the workbench, newest first; narrowed to one picture's. */
export const rows = (page: Page, pictureName?: string): Locator => {
  const all = page.locator('#board li:has(> div)');
  return pictureName === undefined ? all : all.filter({ hasText: pictureName });
};

export const rowsIn = (page: Page, t: Texts, state: string): Locator =>
  rows(page).filter({ hasText: t(`common:state.${state}`) });

export const balanceLink = (page: Page, t: Texts, credits: number): Locator =>
  page.locator('header').getByRole('link', { name: t('common:credits', { count: credits }), exact: true });

/** Spendable credits as the server tells them. */
export async function readBalance(page: Page): Promise<number> {
  const answer = await page.request.get('/api/credits');
  const body: { data: { credits: number } } = await answer.json();
  return body.data.credits;
}

export async function openFromNavigation(page: Page, t: Texts, to: 'studio' | 'history' | 'credits') {
  await page
    .getByRole('navigation', { name: t('shell:nav.label') })
    .getByRole('link', { name: t(`shell:nav.${to}`), exact: true })
    .click();
}

export async function allPicturesShown(page: Page): Promise<void> {
  await eventually(() => picturesAreShown(page)).toBe(true);
}

/** The bytes behind a click that saves a file, and the name it is saved under. */
export async function download(page: Page, click: () => Promise<void>) {
  const [saved] = await Promise.all([page.waitForEvent('download'), click()]);
  return { name: saved.suggestedFilename(), bytes: readFileSync(await saved.path()) };
}
