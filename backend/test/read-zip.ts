import { crc32, inflateRawSync } from 'node:zlib';

/** Signatures: PKWARE APPNOTE 6.3.10, sections 4.3.12 and 4.3.16. */
const DIRECTORY_ENTRY = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const END_BYTES = 22;
const UTF8_NAME = 1 << 11;

/** The files of a zip without comment, by name, in its order; every checksum and every name's encoding is checked. */
export function readZip(zip: Buffer): ReadonlyMap<string, Buffer> {
  const end = zip.length - END_BYTES;
  if (end < 0 || zip.readUInt32LE(end) !== END_OF_DIRECTORY) throw new Error('not a whole zip');
  const entries = new Map<string, Buffer>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new Error('the directory of the zip is damaged');
    const nameBytes = zip.readUInt16LE(at + 28);
    const rawName = zip.subarray(at + 46, at + 46 + nameBytes);
    const name = rawName.toString('utf8');
    const isAscii = rawName.every((byte) => byte < 128);
    if (!isAscii && (zip.readUInt16LE(at + 8) & UTF8_NAME) === 0)
      throw new Error(`${name} is not marked as UTF-8`);
    const local = zip.readUInt32LE(at + 42);
    const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const stored = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    const bytes = zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(stored) : stored;
    if (crc32(bytes) !== zip.readUInt32LE(at + 16)) throw new Error(`${name} in the zip is damaged`);
    if (entries.has(name)) throw new Error(`${name} is in the zip twice`);
    entries.set(name, bytes);
    at += 46 + nameBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
