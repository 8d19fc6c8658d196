import { describe, expect, it } from 'vitest';
import { formatOf, mediaKindOf } from './media-kind.ts';

describe('mediaKindOf', () => {
  it.each([
    ['video/mp4', 'video'],
    ['audio/mpeg', 'audio'],
    ['image/webp', 'image'],
    [undefined, 'image'],
  ])('%s is shown as %s', (contentType, kind) => {
    expect(mediaKindOf(contentType)).toBe(kind);
  });
});

describe('formatOf', () => {
  it.each([
    ['video/quicktime', 'MOV'],
    ['audio/mpeg', 'MP3'],
    ['audio/mp4', 'M4A'],
    ['image/jpeg', 'JPEG'],
    ['video/webm', 'WEBM'],
  ])('calls %s %s', (contentType, name) => {
    expect(formatOf(contentType)).toBe(name);
  });
});
