import { useEffect, useRef, useState } from 'react';

export type CopyState = 'idle' | 'copying' | 'copied' | 'failed';

const SHOW_OUTCOME_MS = 2_500;

/** The clipboard takes PNG only (Clipboard API, mandatory data types). */
async function asPng(blob: Blob): Promise<Blob> {
  if (blob.type === 'image/png') return blob;
  const bitmap = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('No 2D canvas to convert the picture with');
  context.drawImage(bitmap, 0, 0);
  return canvas.convertToBlob({ type: 'image/png' });
}

async function loadPng(url: string): Promise<Blob> {
  const response = await fetch(url, { credentials: 'same-origin' });
  if (!response.ok) throw new Error(`The picture could not be loaded (${response.status})`);
  return asPng(await response.blob());
}

export function canCopyPictures(): boolean {
  return (
    typeof ClipboardItem !== 'undefined' &&
    navigator.clipboard !== undefined &&
    'write' in navigator.clipboard
  );
}

/** Puts the picture at an address on the clipboard; the outcome shows for a moment and fades. */
export function useCopyPicture(): {
  readonly state: CopyState;
  readonly copy: (address: Promise<string>) => Promise<void>;
} {
  const [state, setState] = useState<CopyState>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const copy = async (address: Promise<string>) => {
    setState('copying');
    try {
      // Safari allows the write only when it starts in the click itself, hence the promise inside the item.
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': address.then(loadPng) })]);
      setState('copied');
    } catch (error) {
      console.warn('The picture was not copied', error);
      setState('failed');
    }
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setState('idle'), SHOW_OUTCOME_MS);
  };
  return { state, copy };
}
