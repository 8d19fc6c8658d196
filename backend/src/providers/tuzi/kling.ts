import { z } from 'zod';
import type { CheckOutcome, ModelAtVendor, StartInput } from '../adapter.ts';
import { type HttpAnswer, type HttpRequest, type JsonWithFiles, ORDER_TIMEOUT_MS } from '../http-messages.ts';
import { failure } from '../read-failure.ts';
import { isResultLink } from '../result-link.ts';
import { tuziModelOf } from './define-tuzi-model.ts';
import { CONTENT_WORDS } from './read-answer.ts';

// The bodies are those of Kling's own API. Its answers come as Kling writes them, or as the relay rewrites them.

export type KlingRoute = 'text2video' | 'image2video';

export const routeOf = ({ inputs }: StartInput): KlingRoute =>
  inputs.some(({ role }) => role === null) ? 'image2video' : 'text2video';

/** Only listed fields are sent: a field that a version does not know is refused. */
export function klingOrder(model: ModelAtVendor, input: StartInput): HttpRequest {
  const { fields = {} } = tuziModelOf(model);
  const { parameters, inputs, taskId, attempt, callbackUrl } = input;
  const route = routeOf(input);
  const sent: Record<string, JsonWithFiles> = {};
  for (const [name, vendorField] of Object.entries(fields)) {
    // The shape of a video that begins with a picture is the picture's.
    if (vendorField === 'aspect_ratio' && route === 'image2video') continue;
    const value = parameters[name];
    if (value === undefined || value === '') continue;
    sent[vendorField] = vendorField === 'sound' ? (value === true ? 'on' : 'off') : (value as JsonWithFiles);
  }
  const pictureOf = (role: string | null): JsonWithFiles | undefined => {
    const file = inputs.find((each) => each.role === role);
    return file && { file, as: 'base64' };
  };
  const image = pictureOf(null);
  // A video of words alone knows no last frame.
  const tail = image && pictureOf('lastFrame');
  return {
    kind: 'http',
    method: 'POST',
    url: `/kling/v1/videos/${route}`,
    json: {
      model_name: model.vendorModel,
      ...sent,
      ...(image !== undefined && { image }),
      ...(tail !== undefined && { image_tail: tail }),
      external_task_id: `${taskId}-${attempt}`,
      ...(callbackUrl !== null && { callback_url: callbackUrl }),
    },
    timeoutMs: ORDER_TIMEOUT_MS,
  };
}

const text = z.string().nullish().catch(null);
const id = z
  .union([z.string(), z.int().transform(String)])
  .nullish()
  .catch(null);
const errorSchema = z.object({ message: text }).nullish().catch(null);
const answerSchema = z.object({
  // A number in Kling's own form, a word in the relay's.
  code: z.union([z.int(), z.string()]).nullish().catch(null),
  message: text,
  id,
  task_id: id,
  status: text,
  url: text,
  video_url: text,
  metadata: z.object({ url: text }).nullish().catch(null),
  error: errorSchema,
  data: z
    .object({
      task_id: id,
      task_status: text,
      task_status_msg: text,
      task_result: z
        .object({ videos: z.array(z.object({ url: z.string() })) })
        .nullish()
        .catch(null),
      status: text,
      url: text,
      error: errorSchema,
    })
    .nullish()
    .catch(null),
});
export type KlingAnswer = z.output<typeof answerSchema>;

/** Undefined for bodies that are neither form. */
export function readKling(answer: HttpAnswer): KlingAnswer | undefined {
  const parsed = answerSchema.safeParse(answer.body);
  if (!parsed.success) return undefined;
  const { code, data, id: bareId, task_id, status } = parsed.data;
  const isOne =
    typeof code === 'number' || data != null || bareId != null || task_id != null || status != null;
  return isOne ? parsed.data : undefined;
}

export const klingIdOf = ({ data, task_id, id: bareId }: KlingAnswer): string | undefined =>
  data?.task_id ?? task_id ?? bareId ?? undefined;

const SUCCEEDED = ['succeed', 'succeeded', 'completed', 'success'];
const FAILED = ['failed', 'failure'];

/** How the work stands; a word that nobody knows is work under way, until the deadline. */
export function klingOutcome(answer: KlingAnswer, checkAfterMs: number): CheckOutcome {
  const { data } = answer;
  const word = (data?.task_status ?? data?.status ?? answer.status ?? '').toLowerCase();
  if (SUCCEEDED.includes(word)) {
    const url = [
      data?.task_result?.videos[0]?.url,
      data?.url,
      answer.url,
      answer.video_url,
      answer.metadata?.url,
    ].find(isResultLink);
    if (url === undefined) {
      const nothing = failure('rejected', 'succeeded without any result', { code: 'result_incomplete' });
      return { kind: 'failed', failure: nothing };
    }
    return { kind: 'done', outputs: [{ url, name: 'result-1', role: 'result', inputPosition: 0 }] };
  }
  if (!FAILED.includes(word)) return { kind: 'running', checkAfterMs };
  const words =
    data?.task_status_msg ||
    data?.error?.message ||
    answer.error?.message ||
    answer.message ||
    'no reason given';
  const detail = `the work failed: ${words}`.slice(0, 500);
  const failed = CONTENT_WORDS.test(words)
    ? failure('content_refused', detail)
    : failure('rejected', detail, { code: 'vendor_generation_failed' });
  return { kind: 'failed', failure: failed };
}
