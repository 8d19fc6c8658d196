export type MediaKind = 'image' | 'video' | 'audio';

/** How a stored file is shown. What is neither film nor sound is taken for a picture. */
export function mediaKindOf(contentType: string | undefined): MediaKind {
  if (contentType?.startsWith('video/')) return 'video';
  return contentType?.startsWith('audio/') ? 'audio' : 'image';
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  'audio/mpeg': 'MP3',
  'audio/mp4': 'M4A',
  'video/quicktime': 'MOV',
};

/** The format as people call it: `image/png` is `PNG`. */
export function formatOf(contentType: string): string {
  return SHORT_NAMES[contentType] ?? contentType.replace(/^[a-z]+\//, '').toUpperCase();
}
