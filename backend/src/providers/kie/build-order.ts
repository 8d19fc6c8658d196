import type { ModelAtVendor, ProviderWarning, StartInput } from '../adapter.ts';
import { type HttpRequest, type InputFile, type Json, ORDER_TIMEOUT_MS } from '../http-messages.ts';
import { type KieAdjustment, kieModelOf } from './define-kie-model.ts';
import { FAMILIES } from './families.ts';
import { handleSchema } from './handle.ts';

const UPLOAD_URL = 'https://kieai.redpandaai.co/api/file-stream-upload';
const UPLOAD_TIMEOUT_MS = 120_000;
const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

type Fields = Record<string, Json>;

/** Brings one input to the vendor's file host, where it lies for three days. The same name again overwrites. */
export function uploadOf(file: InputFile, { taskId, attempt }: StartInput): HttpRequest {
  const ending = ENDINGS[file.contentType];
  return {
    kind: 'http',
    method: 'POST',
    url: UPLOAD_URL,
    form: [
      { name: 'uploadPath', value: `atelier/${taskId}` },
      { name: 'fileName', value: `${attempt}-${file.position}${ending ? `.${ending}` : ''}` },
      { name: 'file', file },
    ],
    timeoutMs: UPLOAD_TIMEOUT_MS,
  };
}

/** An order in its family's form. */
export function orderOf(model: ModelAtVendor, input: StartInput): HttpRequest {
  const { family, path, vendorModelWithPicture } = kieModelOf(model);
  const fields = fieldsOf(model, input);
  const callback: Fields = input.callbackUrl === null ? {} : { callBackUrl: input.callbackUrl };
  const vendorModel =
    (picturesOf(input).length > 0 ? vendorModelWithPicture : undefined) ?? model.vendorModel;
  return {
    kind: 'http',
    method: 'POST',
    url: path ?? FAMILIES[family].createPath,
    json: family === 'jobs' ? { model: vendorModel, input: fields, ...callback } : { ...fields, ...callback },
    timeoutMs: ORDER_TIMEOUT_MS,
  };
}

function fieldsOf(model: ModelAtVendor, input: StartInput): Fields {
  const { fields, fixed, pictures, files = {}, continuedAs } = kieModelOf(model);
  const { parameters, continued } = input;
  const ignored = ignoredOf(model, input);
  const { set = {}, maxPictures } = adjustmentOf(model, input);
  const built: Fields = { ...fixed };
  for (const [parameter, name] of Object.entries(fields)) {
    const value = parameters[parameter];
    if (!Object.hasOwn(ignored, parameter) && isPlain(value) && value !== '') built[name] = value;
  }
  const links = picturesOf(input).slice(0, maxPictures);
  if (pictures && links[0] !== undefined) built[pictures.field] = pictures.isList ? [...links] : links[0];
  for (const [role, name] of Object.entries(files)) {
    const link = linksOf(input, (file) => file.role === role)[0];
    if (link !== undefined) built[name] = link;
  }
  if (continuedAs !== undefined) built[continuedAs] = handleSchema.parse(continued).id;
  for (const [name, value] of Object.entries(set)) {
    if (value === undefined) delete built[name];
    else built[name] = value;
  }
  return built;
}

/** What the user should know about the order as it was sent. */
export function warningsOf(model: ModelAtVendor, input: StartInput): ProviderWarning[] {
  const ignored = Object.entries(ignoredOf(model, input))
    .filter(([subject, silent]) => ![undefined, silent].includes(input.parameters[subject]))
    .map(([subject]): ProviderWarning => ({ code: 'parameter_ignored', subject }));
  return [...ignored, ...(adjustmentOf(model, input).warnings ?? [])];
}

function ignoredOf(model: ModelAtVendor, input: StartInput): Readonly<Record<string, unknown>> {
  const { ignoredWithPicture = {}, ignoredWithoutPicture = {} } = kieModelOf(model);
  return picturesOf(input).length > 0 ? ignoredWithPicture : ignoredWithoutPicture;
}

function adjustmentOf(model: ModelAtVendor, input: StartInput): KieAdjustment {
  const { parameters } = input;
  const order = { parameters, pictureCount: picturesOf(input).length };
  return kieModelOf(model).adjust?.(order) ?? {};
}

const picturesOf = (input: StartInput): readonly string[] => linksOf(input, (file) => file.role === null);

/** Links of uploaded inputs; `prepared` stands in the order of the inputs. */
function linksOf({ inputs, prepared }: StartInput, isWanted: (file: InputFile) => boolean): string[] {
  return inputs.flatMap((file, index) => {
    const link = prepared[index];
    return isWanted(file) && typeof link === 'string' ? [link] : [];
  });
}

const isPlain = (value: unknown): value is string | number | boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
