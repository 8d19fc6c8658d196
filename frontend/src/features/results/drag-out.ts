import type { Asset } from '@atelier/shared/contracts/asset';
import type { DragEvent } from 'react';

/**
 * Lets a picture be dragged to the desktop. `DownloadURL` is Chromium's own drag type (type:name:address); other
 * browsers take the plain address.
 */
export function startDragOut(event: DragEvent, asset: Asset): void {
  const address = new URL(asset.downloadUrl, window.location.href).href;
  // A colon in the name would end it early.
  const name = asset.name.replaceAll(':', '_');
  event.dataTransfer.effectAllowed = 'copy';
  event.dataTransfer.setData('DownloadURL', `${asset.contentType}:${name}:${address}`);
  event.dataTransfer.setData('text/uri-list', address);
}
