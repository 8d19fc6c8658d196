import type { Asset } from '@atelier/shared/contracts/asset';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { renderPart } from '../../testing/render-part.tsx';
import { sampleAsset } from '../../testing/sample-task.ts';
import { DownloadLink } from './download-link.tsx';

const asset = sampleAsset({ id: 'a1', name: 'white.png' });
const renewed = { ...asset, downloadUrl: '/files/a1/download?signature=second' };
const MINUTE_MS = 60_000;

/** Where the browser was sent to save something. */
let saved: string[] = [];

function show(ageMs: number, renew: (id: string) => Promise<Asset | undefined>) {
  const fresh = { readAtMs: Date.now() - ageMs, renew };
  renderPart(
    <DownloadLink asset={asset} fresh={fresh} label="Save">
      ↓
    </DownloadLink>,
  );
  return screen.getByRole('link', { name: 'Save' });
}

beforeEach(() => {
  saved = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push(this.getAttribute('href') ?? '');
  });
});
afterEach(() => {
  vi.restoreAllMocks();
});

it('follows a young link as it is', () => {
  const renew = vi.fn(async () => renewed);
  const link = show(MINUTE_MS, renew);
  fireEvent.pointerDown(link);
  fireEvent.click(link);
  expect(renew).not.toHaveBeenCalled();
});

it('renews an old link once, as soon as it is pressed, and saves from the new one', async () => {
  const renew = vi.fn(async () => renewed);
  const link = show(3 * MINUTE_MS, renew);
  fireEvent.pointerDown(link);
  expect(renew).toHaveBeenCalledOnce();
  fireEvent.click(link);
  await waitFor(() => expect(saved).toEqual([renewed.downloadUrl]));
  expect(renew).toHaveBeenCalledOnce();
});

it('tries the link at hand when no newer one is to be had', async () => {
  vi.spyOn(console, 'warn').mockReturnValue();
  const link = show(3 * MINUTE_MS, async () => Promise.reject(new Error('offline')));
  fireEvent.click(link);
  await waitFor(() => expect(saved).toEqual([asset.downloadUrl]));
});
