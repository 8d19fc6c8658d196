/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
import type { Page } from 'playwright-core';

/** A picture as a test hands it to the page. */
export interface PictureFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

interface PlainFile {
  readonly name: string;
  readonly mimeType: string;
  readonly base64: string;
}

const plain = (files: readonly PictureFile[]): PlainFile[] =>
  files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }));

/** Drags files over the page and lets go, with the events a real drag brings. */
export async function dropFiles(page: Page, files: readonly PictureFile[]): Promise<void> {
  await page.evaluate((given) => {
    const transfer = new DataTransfer();
    for (const { name, mimeType, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
      transfer.items.add(new File([bytes], name, { type: mimeType }));
    }
    for (const type of ['dragenter', 'dragover', 'drop']) {
      const event = new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true });
      document.body.dispatchEvent(event);
    }
  }, plain(files));
}

/** Puts a PNG on the clipboard; Ctrl+V is up to the test. */
export async function copyPicture(page: Page, png: Buffer): Promise<void> {
  await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
    const item = new ClipboardItem({ 'image/png': new Blob([bytes], { type: 'image/png' }) });
    await navigator.clipboard.write([item]);
  }, png.toString('base64'));
}

/** Notes every value any progress bar shows from now on. Ask with `barValues`. */
export async function watchBars(page: Page): Promise<void> {
  await page.evaluate(() => {
    const values = new Map<string, number[]>();
    const note = (): void => {
      for (const bar of document.querySelectorAll('[role="progressbar"]')) {
        const name = bar.getAttribute('aria-label') ?? '';
        const value = Number(bar.getAttribute('aria-valuenow'));
        const known = values.get(name) ?? [];
        if (known.at(-1) !== value) values.set(name, [...known, value]);
      }
    };
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
    Object.assign(window, { barValues: values });
  });
}

/** What each bar showed since `watchBars`, by its label, without repeats. */
export async function barValues(page: Page): Promise<ReadonlyMap<string, readonly number[]>> {
  const entries = await page.evaluate(() => {
    const values: unknown = Reflect.get(window, 'barValues');
    return values instanceof Map ? [...values] : [];
  });
  return new Map(entries);
}

/** Whether every picture in sight has arrived. */
export async function picturesAreShown(page: Page): Promise<boolean> {
  return await page.evaluate(() =>
    [...document.images]
      .filter((image) => {
        const { top, bottom } = image.getBoundingClientRect();
        return image.checkVisibility() && bottom > 0 && top < window.innerHeight;
      })
      .every((image) => image.complete && image.naturalWidth > 0),
  );
}

/** By how many pixels the page is wider than its window; the widest offender is named. */
export async function sidewaysOverflow(page: Page): Promise<string | null> {
  return await page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return null;
    const widest = [...document.body.querySelectorAll('*')]
      .map((element) => ({ element, right: element.getBoundingClientRect().right }))
      .sort((one, other) => other.right - one.right)[0];
    const { tagName = '', className = '' } = widest?.element ?? {};
    return `${root.scrollWidth - root.clientWidth} px too wide: ${tagName} ${String(className)}`;
  });
}

/** How many of these characters are drawn like a character no font has, or like each other. */
export async function undrawnGlyphs(page: Page, characters: string): Promise<readonly string[]> {
  return await page.evaluate((text) => {
    const canvas = document.createElement('canvas');
    canvas.width = 64;
    canvas.height = 64;
    const brush = canvas.getContext('2d', { willReadFrequently: true });
    if (!brush) throw new Error('no canvas');
    brush.font = `40px ${getComputedStyle(document.body).fontFamily}`;
    brush.textBaseline = 'top';
    const drawn = (character: string): string => {
      brush.clearRect(0, 0, 64, 64);
      brush.fillText(character, 4, 4);
      return brush.getImageData(0, 0, 64, 64).data.join();
    };
    // Noncharacters are in no font: all of them look like the box that stands for a missing glyph.
    const seen = new Set([drawn('\u{10fffe}'), drawn('\u{4ffff}'), drawn(' ')]);
    return [...text].filter((character) => {
      const look = drawn(character);
      const isKnown = seen.has(look);
      seen.add(look);
      return isKnown;
    });
  }, characters);
}
