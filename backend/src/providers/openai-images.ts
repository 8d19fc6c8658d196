import type { Delivered, ProviderFailure, StartInput, StartOutcome, TransportAnswer } from './adapter.ts';
import { fileAt } from './answer-file.ts';
import type { FormPart, HttpAnswer, HttpRequest, InputFile, Json, JsonWithFiles } from './http-messages.ts';
import { objectOf } from './json-object.ts';
import { failure, failureOfSilence, failureOfStatus, overHttp, type Stage } from './read-failure.ts';
import { isResultLink } from './result-link.ts';

/** The Images API of OpenAI, which other vendors speak too. Facts: OpenAI's reference of 2026-11. */
export interface OpenAiImages {
  /**
   * `gpt-image`: pictures come as base64 and `response_format` is refused. `dall-e`: the older contract, which
   * compatible endpoints still speak; there base64 must be asked for.
   */
  readonly contract: 'gpt-image' | 'dall-e';
  /** Parameters that are passed on under their own names. */
  readonly passes: readonly string[];
}

/** High quality takes minutes, and breaking off a start means never to know its outcome. */
const START_TIMEOUT_MS = 5 * 60_000;
/** A decision of the vendor's content rules, in today's words and those of DALL·E. */
const REFUSED_CONTENT = new Set(['moderation_blocked', 'content_policy_violation']);
const OUT_OF_CREDIT = new Set([
  'insufficient_quota',
  'credit_balance_exhausted',
  'billing_hard_limit_reached',
]);

/** Generation without inputs, an edit with them; a file with the role `mask` marks what may change. */
export function startOpenAiImages(vendorModel: string, api: OpenAiImages, input: StartInput): HttpRequest {
  const fields = fieldsOf(vendorModel, api, input.parameters);
  const common = { kind: 'http', method: 'POST', timeoutMs: START_TIMEOUT_MS, expect: 'files' } as const;
  if (input.inputs.length === 0) return { ...common, url: '/images/generations', json: fields };
  return { ...common, url: '/images/edits', form: formOf(fields, input.inputs) };
}

function fieldsOf(
  vendorModel: string,
  { contract, passes }: OpenAiImages,
  parameters: StartInput['parameters'],
): Record<string, JsonWithFiles> {
  const { prompt, numberOfOutputs } = parameters;
  const passed = passes.flatMap((name) => {
    const value = parameters[name];
    return value === undefined || value === '' ? [] : [[name, value as JsonWithFiles] as const];
  });
  return {
    model: vendorModel,
    prompt: String(prompt),
    n: Number(numberOfOutputs ?? 1),
    ...Object.fromEntries(passed),
    ...(contract === 'dall-e' && { response_format: 'b64_json' }),
  };
}

function formOf(fields: Record<string, JsonWithFiles>, inputs: readonly InputFile[]): FormPart[] {
  const pictures = inputs.filter(({ role }) => role === null);
  const mask = inputs.find(({ role }) => role === 'mask');
  return [
    ...Object.entries(fields).map(([name, value]) => ({ name, value: String(value) })),
    ...pictures.map((file) => ({ name: pictures.length === 1 ? 'image' : 'image[]', file })),
    ...(mask ? [{ name: 'mask', file: mask }] : []),
  ];
}

/** Pictures of an answer, or why there are none. */
export function readOpenAiImages(answer: TransportAnswer, input: StartInput): StartOutcome {
  const heard = overHttp(answer);
  if (heard.kind === 'silence') return { kind: 'failed', failure: failureOfSilence(heard, 'start', false) };
  const refused = failureOfOpenAi(heard, 'start');
  if (refused) return { kind: 'failed', failure: refused };
  const body = objectOf(heard.body);
  const data = Array.isArray(body?.data) ? body.data : undefined;
  // A success that cannot be read may have been paid for.
  if (!data) return { kind: 'failed', failure: failure('outcome_unknown', 'a success without data') };
  const format = typeof body?.output_format === 'string' ? body.output_format : 'png';
  const outputs = data.flatMap((item, index) => pictureOf(heard, item, index, format));
  // Everything was filtered, or came in a form nobody can read and may have been paid for.
  if (outputs.length === 0) {
    const detail = `a success with ${data.length} items and no picture`;
    const failed =
      data.length === 0
        ? failure('rejected', detail, { code: 'result_incomplete' })
        : failure('outcome_unknown', detail);
    return { kind: 'failed', failure: failed };
  }
  const ordered = Number(input.parameters.numberOfOutputs ?? 1);
  return {
    kind: 'done',
    outputs,
    ...(outputs.length < ordered && {
      warnings: [{ code: 'result_filtered', subject: `${ordered - outputs.length}` }],
    }),
  };
}

function pictureOf(answer: HttpAnswer, item: Json, index: number, format: string): Delivered[] {
  const { b64_json, url } = objectOf(item) ?? {};
  const label = {
    name: `image-${index + 1}.${format === 'jpeg' ? 'jpg' : format}`,
    role: 'image',
    inputPosition: 0,
  };
  const received = fileAt(answer, b64_json);
  if (received) return [{ ...label, received }];
  return isResultLink(url) ? [{ ...label, url }] : [];
}

/** What an error of this API means; undefined for a success. The code decides, not the status. */
export function failureOfOpenAi(answer: HttpAnswer, stage: Stage): ProviderFailure | undefined {
  if (answer.status >= 200 && answer.status < 300) return undefined;
  const error = objectOf(objectOf(answer.body)?.error);
  const code = typeof error?.code === 'string' ? error.code : '';
  const type = typeof error?.type === 'string' ? error.type : '';
  const detail =
    `HTTP ${answer.status} ${code || type} ${typeof error?.message === 'string' ? error.message : ''}`.trim();
  if (REFUSED_CONTENT.has(code)) return failure('content_refused', detail);
  if (OUT_OF_CREDIT.has(code) || OUT_OF_CREDIT.has(type))
    return failure('insufficient_vendor_credit', detail);
  // The account may not use this one model, as before its organization is verified; that says nothing of the key.
  const isAboutModel = type === 'invalid_request_error' && /\b(?:model|verified)\b/i.test(detail);
  if (answer.status === 403 && isAboutModel) {
    return failure('rejected', detail, { code: 'vendor_model_refused' });
  }
  return failureOfStatus(answer, stage, { isRepeatable: false, detail });
}
