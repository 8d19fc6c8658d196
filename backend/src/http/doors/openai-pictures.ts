import type { Readable } from 'node:stream';
import type { OpenAiOutcome } from '@atelier/shared/contracts/openai-images';
import type { AssetService } from '../../assets/asset-service.ts';
import type { AssetRow, TaskRow } from '../../db/tables.ts';
import { linksOf } from '../../db/task-results.ts';

/** The results of a completed task, ready to be written. */
export interface OpenAiPictures {
  readonly row: TaskRow;
  readonly results: readonly AssetRow[];
}

interface Options {
  readonly assets: Pick<AssetService, 'open' | 'present'>;
  readonly format: 'b64_json' | 'url';
  readonly toLink: (url: string) => string;
}

/** Seconds since 1970, as OpenAI counts. */
const createdAt = ({ completed_at, created_at }: TaskRow): number =>
  Math.floor(Date.parse(completed_at ?? created_at) / 1000);

/** What is known of the pictures: measured where it can be, else as it was ordered. */
function outcomeOf({ row, results }: OpenAiPictures): OpenAiOutcome {
  const parameters: Record<string, unknown> = JSON.parse(row.input_parameters);
  const [first] = results;
  const sizes = new Set(results.map(({ width, height }) => `${width}x${height}`));
  const [size] = sizes;
  const chosen = (name: string) =>
    typeof parameters[name] === 'string' ? { [name]: parameters[name] } : undefined;
  return {
    ...(first?.width && sizes.size === 1 && { size }),
    ...chosen('quality'),
    ...chosen('background'),
    ...(first && { output_format: first.content_type.replace(/^image\//, '') }),
  };
}

/**
 * The whole answer as pieces of JSON text. Pictures are read and encoded as they are written: none is ever whole in
 * memory. A result that was left with its provider is a link in either format.
 */
export async function* writeImages(pictures: OpenAiPictures, options: Options): AsyncGenerator<string> {
  const head = JSON.stringify({ created: createdAt(pictures.row), ...outcomeOf(pictures) });
  yield `${head.slice(0, -1)},"data":[`;
  let separator = '';
  for (const result of pictures.results) {
    yield separator;
    yield* writeOne(result, options);
    separator = ',';
  }
  for (const { url } of linksOf(pictures.row)) {
    yield `${separator}${JSON.stringify({ url })}`;
    separator = ',';
  }
  yield ']}';
}

/** The same as server-sent events, one per picture. `kind` is the first half of their name. */
export async function* writeImageEvents(
  pictures: OpenAiPictures,
  options: Omit<Options, 'format'> & { readonly kind: 'image_generation' | 'image_edit' },
): AsyncGenerator<string> {
  const type = `${options.kind}.completed`;
  const facts = { type, created_at: createdAt(pictures.row), ...outcomeOf(pictures) };
  const head = `event: ${type}\ndata: ${JSON.stringify(facts).slice(0, -1)},`;
  for (const result of pictures.results) {
    yield `${head}"b64_json":"`;
    yield* base64Of((await options.assets.open(result)).body);
    yield '"}\n\n';
  }
  for (const { url } of linksOf(pictures.row)) yield `${head}"url":${JSON.stringify(url)}}\n\n`;
}

async function* writeOne(result: AssetRow, { assets, format, toLink }: Options): AsyncGenerator<string> {
  if (format === 'url') {
    yield JSON.stringify({ url: toLink((await assets.present(result)).url) });
    return;
  }
  yield '{"b64_json":"';
  yield* base64Of((await assets.open(result)).body);
  yield '"}';
}

/** Three bytes make four letters, so pieces are cut at multiples of three. */
async function* base64Of(body: Readable): AsyncGenerator<string> {
  let rest = Buffer.alloc(0);
  for await (const chunk of body) {
    const bytes = Buffer.concat([rest, chunk]);
    const end = bytes.length - (bytes.length % 3);
    yield bytes.toString('base64', 0, end);
    rest = bytes.subarray(end);
  }
  yield rest.toString('base64');
}
