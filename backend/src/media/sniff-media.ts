/** Containers that browsers play and the storage knows. */
export type MediaContainer = 'mp4' | 'quicktime' | 'webm' | 'mpeg' | 'wav' | 'ogg' | 'flac';

/** How many bytes `sniffMedia` wants to see. */
export const SNIFFED_BYTES = 64;

/** Decides from the first bytes; names and declared types play no part. Undefined for everything else. */
export function sniffMedia(head: Buffer): MediaContainer | undefined {
  const text = head.toString('latin1');
  if (text.startsWith('ftyp', 4)) return text.startsWith('qt  ', 8) ? 'quicktime' : 'mp4';
  // Old QuickTime files have no `ftyp` and begin with what they hold.
  if (/^.{4}(?:moov|mdat|wide|free|skip)/s.test(text)) return 'quicktime';
  // Matroska is the same container with another name in it, and no browser's (RFC 9559 §5.1.1).
  if (text.startsWith('\x1a\x45\xdf\xa3')) return text.includes('\x42\x82\x84webm') ? 'webm' : undefined;
  if (text.startsWith('RIFF') && text.startsWith('WAVE', 8)) return 'wav';
  if (text.startsWith('OggS')) return 'ogg';
  if (text.startsWith('fLaC')) return 'flac';
  if (text.startsWith('ID3')) return 'mpeg';
  return isMpegFrame(head) ? 'mpeg' : undefined;
}

/** Eleven bits set, a layer, a bit rate and a sampling rate that exist (ISO/IEC 11172-3 §2.4.2.3). */
function isMpegFrame(head: Buffer): boolean {
  const [first = 0, second = 0, third = 0] = head;
  const hasLayer = (second & 0x06) !== 0;
  return first === 0xff && (second & 0xe0) === 0xe0 && hasLayer && third < 0xf0 && (third & 0x0c) !== 0x0c;
}
