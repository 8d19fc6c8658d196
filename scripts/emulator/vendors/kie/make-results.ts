import sharp from 'sharp';
import type { PictureFormat } from '../../draw-picture.ts';
import type { EmulatedFile } from '../../file-shelf.ts';
import type { EmulatorKit } from '../../kit.ts';
import type { Order } from './family.ts';

const SIDE = 1024;
/** Fields that hold addresses of pictures to work from. */
const PICTURE_FIELDS = [
  'image',
  'image_url',
  'image_urls',
  'image_input',
  'input_urls',
  'filesUrl',
  'inputImage',
  'fileUrls',
  'imageUrls',
  'imageUrl',
  'tail_image_url',
];
const NAMED_SHAPES: Readonly<Record<string, readonly [number, number]>> = {
  square: [1, 1],
  square_hd: [1, 1],
  landscape: [16, 9],
  portrait: [9, 16],
};
const UPSCALERS = ['nano-banana-upscale', 'topaz/image-upscale', 'recraft/crisp-upscale'];

/** Every address of a picture in an order. */
export function pictureLinksIn(input: Readonly<Record<string, unknown>>): string[] {
  return PICTURE_FIELDS.flatMap((name) => input[name] ?? []).filter((link) => typeof link === 'string');
}

/** What an order leads to, as many as it asked for. `pictures` are the bytes behind its addresses. */
export async function makeResults(
  kit: EmulatorKit,
  order: Order,
  pictures: readonly Buffer[],
): Promise<EmulatedFile[]> {
  if (order.output === 'video') {
    return Promise.all(Array.from({ length: order.resultCount }, () => kit.makeVideo()));
  }
  const { input, model, resultCount } = order;
  const isUpscale = UPSCALERS.includes(model);
  const shape = isUpscale ? await enlarged(pictures, input) : shapeOf(input);
  return Promise.all(
    Array.from({ length: resultCount }, (_, index) =>
      kit.drawPicture({
        prompt: String(input['prompt'] ?? model),
        ...shape,
        format: formatOf(input),
        seed: Number(input['seed'] ?? 0) + index,
        transparent: model === 'recraft/remove-background',
        caption: model,
        ...(pictures.length > 0 && { inputs: pictures }),
      }),
    ),
  );
}

async function enlarged(
  [picture]: readonly Buffer[],
  input: Readonly<Record<string, unknown>>,
): Promise<{ width: number; height: number }> {
  const { width = SIDE, height = SIDE } = picture ? await sharp(picture).metadata() : {};
  const factor = Number(input['scale'] ?? input['upscale_factor'] ?? 2);
  return { width: width * factor, height: height * factor };
}

/** From `3:4`, `portrait_4_3` or nothing. */
function shapeOf(input: Readonly<Record<string, unknown>>): { width: number; height: number } {
  const wish = String(input['aspect_ratio'] ?? input['image_size'] ?? input['size'] ?? input['aspectRatio']);
  const named = /^(portrait|landscape)_(\d+)_(\d+)$/.exec(wish);
  const sides = named
    ? [Number(named[2]), Number(named[3])]
    : (NAMED_SHAPES[wish] ?? wish.split(':').map(Number));
  const [across = 1, down = 1] = named?.[1] === 'portrait' ? [...sides].reverse() : sides;
  const ratio = Number.isFinite(across / down) ? across / down : 1;
  return { width: Math.round(SIDE * Math.sqrt(ratio)), height: Math.round(SIDE / Math.sqrt(ratio)) };
}

function formatOf(input: Readonly<Record<string, unknown>>): PictureFormat {
  const wish = input['output_format'] ?? input['outputFormat'];
  return wish === 'jpeg' || wish === 'jpg' ? 'jpeg' : 'png';
}
