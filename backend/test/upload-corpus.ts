import { crc32 } from 'node:zlib';
import type { ErrorCode } from '@atelier/shared/errors';
import sharp, { type Sharp } from 'sharp';

/** One odd or hostile upload and what must happen to it. */
export interface CorpusFile {
  readonly name: string;
  readonly bytes: Buffer;
  readonly expect: 'accepted' | ErrorCode;
  readonly why: string;
}

type Entry = readonly [name: string, bytes: Buffer, expect: CorpusFile['expect'], why: string];

/**
 * Files that real people and hostile ones send, all made here. None is larger than the upload limit. The same list
 * runs against the picture pool and against the HTTP door.
 */
export async function makeUploadCorpus(): Promise<CorpusFile[]> {
  const entries: Entry[] = [
    ...(await ordinaryFiles()),
    ...(await oddButFine()),
    ...(await polyglots()),
    ...(await damagedFiles()),
    ...(await animations()),
    ...(await floods()),
    ...(await otherFormats()),
  ];
  return entries.map(([name, bytes, expect, why]) => ({ name, bytes, expect, why }));
}

/** A picture with structure, so that encoders cannot make it trivially small. */
function photo(width = 64, height = 48, channels: 3 | 4 = 3): Sharp {
  const data = Buffer.alloc(width * height * channels);
  for (let i = 0; i < data.length; i++) data[i] = (i * 7 + ((i * i) >> 5)) & 255;
  return sharp(data, { raw: { width, height, channels } });
}

async function ordinaryFiles(): Promise<Entry[]> {
  return [
    ['photo.jpg', await photo().jpeg().toBuffer(), 'accepted', 'plain JPEG'],
    ['photo.png', await photo().png().toBuffer(), 'accepted', 'plain PNG'],
    ['photo.webp', await photo().webp().toBuffer(), 'accepted', 'plain WebP'],
    ['photo-lossless.webp', await photo().webp({ lossless: true }).toBuffer(), 'accepted', 'lossless WebP'],
    ['png-named.jpg', await photo().png().toBuffer(), 'accepted', 'PNG named .jpg: bytes decide'],
    ['jpeg-named.txt', await photo().jpeg().toBuffer(), 'accepted', 'JPEG named .txt: bytes decide'],
    ['商品图 (最终版) 🧺.jpg', await photo().jpeg().toBuffer(), 'accepted', 'CJK and emoji in the name'],
    [`${'长'.repeat(90)}.jpg`, await photo().jpeg().toBuffer(), 'accepted', 'very long name'],
    ['no-ending', await photo().jpeg().toBuffer(), 'accepted', 'no file ending'],
    ['..%2f..%2fetc%2fpasswd.jpg', await photo().jpeg().toBuffer(), 'accepted', 'path tricks in the name'],
  ];
}

async function oddButFine(): Promise<Entry[]> {
  const rotated = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7, 8].map(
      async (orientation): Promise<Entry> => [
        `orientation-${orientation}.jpg`,
        await photo().withMetadata({ orientation }).jpeg().toBuffer(),
        'accepted',
        `EXIF orientation ${orientation}`,
      ],
    ),
  );
  const sixteen = photo().toColourspace('rgb16').png();
  return [
    ...rotated,
    [
      'cmyk.jpg',
      await photo().toColourspace('cmyk').jpeg().toBuffer(),
      'accepted',
      'CMYK JPEG with its profile',
    ],
    ['p3.jpg', await photo().withIccProfile('p3').jpeg().toBuffer(), 'accepted', 'wide-gamut profile'],
    ['p3.png', await photo().withIccProfile('p3').png().toBuffer(), 'accepted', 'wide-gamut PNG'],
    ['sixteen-bit.png', await sixteen.toBuffer(), 'accepted', '16 bits a channel'],
    ['grey.png', await photo().greyscale().png().toBuffer(), 'accepted', 'greyscale PNG'],
    ['grey.jpg', await photo().greyscale().jpeg().toBuffer(), 'accepted', 'greyscale JPEG'],
    ['palette.png', await photo().png({ palette: true }).toBuffer(), 'accepted', 'palette PNG'],
    ['alpha.png', await photo(64, 48, 4).png().toBuffer(), 'accepted', 'transparent PNG'],
    ['alpha.webp', await photo(64, 48, 4).webp().toBuffer(), 'accepted', 'transparent WebP'],
    ['progressive.jpg', await photo().jpeg({ progressive: true }).toBuffer(), 'accepted', 'progressive JPEG'],
    ['interlaced.png', await photo().png({ progressive: true }).toBuffer(), 'accepted', 'interlaced PNG'],
    ['one-to-eighty.png', await photo(8, 640).png().toBuffer(), 'accepted', 'extreme aspect ratio'],
    ['located.jpg', await located(), 'accepted', 'EXIF with a position: must be stripped'],
    [
      'bad-profile.png',
      withPngChunk(await photo().png().toBuffer(), 'iCCP', badProfile()),
      'accepted',
      'ICC profile that is none',
    ],
  ];
}

async function located(): Promise<Buffer> {
  const gps = {
    GPSLatitudeRef: 'N',
    GPSLatitude: '31/1 14/1 0/1',
    GPSLongitudeRef: 'E',
    GPSLongitude: '121/1 28/1 0/1',
  };
  return photo()
    .withExif({ IFD0: { Artist: 'Somebody Private' }, IFD3: gps })
    .jpeg()
    .toBuffer();
}

function badProfile(): Buffer {
  return Buffer.concat([Buffer.from('x\0\0', 'latin1'), Buffer.from('789c030000000001', 'hex')]);
}

async function polyglots(): Promise<Entry[]> {
  const jpeg = await photo().jpeg().toBuffer();
  const png = await photo().png().toBuffer();
  const webp = await photo().webp().toBuffer();
  const script = Buffer.from('<script>alert(document.cookie)</script>');
  const zip = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), Buffer.alloc(64, 1)]);
  return [
    [
      'script-after.jpg',
      Buffer.concat([jpeg, script]),
      'accepted',
      'HTML behind a JPEG: only our copy is kept',
    ],
    ['zip-after.jpg', Buffer.concat([jpeg, zip]), 'accepted', 'ZIP behind a JPEG'],
    ['script-after.png', Buffer.concat([png, script]), 'accepted', 'HTML behind a PNG'],
    [
      'php-comment.jpg',
      withJpegComment(jpeg, '<?php system($_GET["c"]); ?>'),
      'accepted',
      'PHP in a JPEG comment',
    ],
    [
      'script-text.png',
      withPngChunk(png, 'tEXt', Buffer.concat([Buffer.from('c\0'), script])),
      'accepted',
      'script in a PNG text chunk',
    ],
    ['zip-after.webp', Buffer.concat([webp, zip]), 'accepted', 'ZIP behind a WebP'],
    ['jpeg-after-html.jpg', Buffer.concat([script, jpeg]), 'file_type_unsupported', 'HTML first, JPEG later'],
    [
      'jpeg-after-gif.jpg',
      Buffer.concat([Buffer.from('GIF89a'), jpeg]),
      'file_type_unsupported',
      'GIF magic before a JPEG',
    ],
  ];
}

async function damagedFiles(): Promise<Entry[]> {
  const jpeg = await photo(256, 256).jpeg().toBuffer();
  const png = await photo(256, 256).png().toBuffer();
  const webp = await photo(256, 256).webp().toBuffer();
  const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length >> 1);
  const flipped = Buffer.from(png);
  flipped[png.length >> 1] = (flipped[png.length >> 1] ?? 0) ^ 0xff;
  return [
    ['empty.jpg', Buffer.alloc(0), 'file_empty', 'zero bytes'],
    ['one-byte.jpg', Buffer.from([0xff]), 'file_type_unsupported', 'one byte'],
    ['half.jpg', half(jpeg), 'file_damaged', 'truncated JPEG'],
    ['half.png', half(png), 'file_damaged', 'truncated PNG'],
    ['half.webp', half(webp), 'file_damaged', 'truncated WebP'],
    ['header-only.jpg', jpeg.subarray(0, 4), 'file_damaged', 'JPEG magic and nothing else'],
    ['header-only.png', png.subarray(0, 8), 'file_damaged', 'PNG magic and nothing else'],
    ['header-only.webp', webp.subarray(0, 12), 'file_damaged', 'WebP magic and nothing else'],
    ['ihdr-only.png', png.subarray(0, 33), 'file_damaged', 'PNG that ends after its header'],
    ['flipped.png', flipped, 'file_damaged', 'a flipped byte in the compressed pixels'],
    [
      'noise.jpg',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), noise(2000)]),
      'file_damaged',
      'noise behind JPEG magic',
    ],
    ['noise.png', Buffer.concat([png.subarray(0, 8), noise(2000)]), 'file_damaged', 'noise behind PNG magic'],
    [
      'noise.webp',
      Buffer.concat([webp.subarray(0, 12), noise(2000)]),
      'file_damaged',
      'noise behind WebP magic',
    ],
    ['noise.bin', Buffer.concat([Buffer.from([0, 0xee]), noise(2000)]), 'file_type_unsupported', 'noise'],
    ['zeros.png', Buffer.alloc(4096), 'file_type_unsupported', 'only zeros'],
    ['no-width.png', pngHeader(0, 100), 'file_damaged', 'PNG with a width of zero'],
    ['tiny.png', await photo(7, 200).png().toBuffer(), 'picture_too_small', 'seven pixels wide'],
    ['dot.png', await photo(1, 1).png().toBuffer(), 'picture_too_small', 'one pixel'],
  ];
}

async function animations(): Promise<Entry[]> {
  const frames = await photo(32, 96).raw().toBuffer();
  const frameAt = (index: number): Promise<Buffer> =>
    sharp(frames.subarray(index * 3072, (index + 1) * 3072), { raw: { width: 32, height: 32, channels: 3 } })
      .png()
      .toBuffer();
  const pages = sharp(await Promise.all([0, 1, 2].map(frameAt)), { join: { animated: true } });
  const png = await photo().png().toBuffer();
  const control = Buffer.alloc(8);
  control.writeUInt32BE(2, 0);
  return [
    [
      'moving.webp',
      await pages
        .clone()
        .webp({ loop: 0, delay: [80, 80, 80] })
        .toBuffer(),
      'picture_animated',
      'animated WebP',
    ],
    ['moving.png', withPngChunk(png, 'acTL', control), 'picture_animated', 'animated PNG'],
    [
      'moving.gif',
      await pages
        .clone()
        .gif({ delay: [80, 80, 80] })
        .toBuffer(),
      'file_type_unsupported',
      'animated GIF',
    ],
  ];
}

async function floods(): Promise<Entry[]> {
  const flat = { width: 7_100, height: 7_100, channels: 3 as const, background: '#808080' };
  return [
    [
      'flood-declared.png',
      pngHeader(50_000, 50_000),
      'picture_too_many_pixels',
      '2,500 megapixels claimed by 57 bytes',
    ],
    [
      'flood-side.png',
      pngHeader(2_000_000_000, 8),
      'file_damaged',
      'a side longer than any PNG reader takes',
    ],
    [
      'flood-real.png',
      await sharp({ create: flat }).png().toBuffer(),
      'picture_too_many_pixels',
      '50.4 real megapixels, small file',
    ],
    [
      'flood.jpg',
      await sharp({ create: flat }).jpeg({ quality: 20 }).toBuffer(),
      'picture_too_many_pixels',
      '50.4 megapixels as JPEG',
    ],
  ];
}

async function otherFormats(): Promise<Entry[]> {
  const heic = Buffer.concat([box('ftyp', 'heic\0\0\0\0mif1heic'), Buffer.alloc(200)]);
  const avif = await photo().avif({ effort: 0 }).toBuffer();
  const text = (content: string): Buffer => Buffer.from(content);
  const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="99" height="99"><script>1</script></svg>';
  const entity = '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>';
  const latin1 = (content: string): Buffer =>
    Buffer.concat([Buffer.from(content, 'latin1'), Buffer.alloc(200)]);
  const unsupported: readonly (readonly [string, Buffer, string])[] = [
    ['phone.heic', heic, 'HEIC'],
    ['phone-heic.jpg', heic, 'HEIC named .jpg'],
    ['video.mp4', Buffer.concat([box('ftyp', 'isom\0\0\0\0isommp42'), Buffer.alloc(64)]), 'MP4'],
    ['still.avif', avif, 'AVIF'],
    ['scan.tiff', await photo().tiff().toBuffer(), 'TIFF'],
    ['still.gif', await photo().gif().toBuffer(), 'GIF'],
    ['drawing.svg', text(svg), 'SVG'],
    ['drawing-svg.png', text(svg), 'SVG named .png'],
    ['entities.svg', text(`<?xml version="1.0"?>${entity}${svg}`), 'SVG with an external entity'],
    ['bom.svg', text(`\uFEFF\n\n${svg}`), 'SVG behind a byte order mark'],
    ['page.jpg', text('<!doctype html><html><script>1</script></html>'), 'HTML named .jpg'],
    ['notes.txt', text('just some words'), 'text'],
    ['paper.pdf', latin1('%PDF-1.7\n'), 'PDF'],
    ['layers.psd', latin1('8BPS\0\x01'), 'PSD'],
    ['icon.ico', latin1('\0\0\x01\0\x01\0'), 'ICO'],
    ['old.bmp', latin1('BM\x36\0\0\0'), 'BMP'],
    ['next.jxl', latin1('\xff\x0a'), 'JPEG XL'],
    ['archive.zip', latin1('PK\x03\x04'), 'ZIP'],
    ['program.exe', latin1('MZ'), 'a program'],
    ['sound.wav', latin1('RIFF\x24\0\0\0WAVEfmt '), 'RIFF, but sound'],
  ];
  return unsupported.map(([name, bytes, why]): Entry => [name, bytes, 'file_type_unsupported', why]);
}

function box(type: string, content: string): Buffer {
  const bytes = Buffer.from(`\0\0\0\0${type}${content}`, 'latin1');
  bytes.writeUInt32BE(bytes.length, 0);
  return bytes;
}

/** The same bytes every time. */
function noise(length: number): Buffer {
  let state = 0x2545f491;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state & 255;
  };
  return Buffer.from(Uint8Array.from({ length }, next));
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

/** Puts a chunk right behind the header chunk. */
function withPngChunk(png: Buffer, type: string, data: Buffer): Buffer {
  return Buffer.concat([png.subarray(0, 33), pngChunk(type, data), png.subarray(33)]);
}

/** A whole but empty PNG that claims a size. */
function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const magic = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    magic,
    pngChunk('IHDR', header),
    pngChunk('IDAT', Buffer.alloc(0)),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
}

function withJpegComment(jpeg: Buffer, comment: string): Buffer {
  const segment = Buffer.from(`\xff\xfe\0\0${comment}`, 'latin1');
  segment.writeUInt16BE(comment.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), segment, jpeg.subarray(2)]);
}
