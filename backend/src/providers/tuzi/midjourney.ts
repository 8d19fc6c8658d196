import { z } from 'zod';
import type { CheckOutcome, ProviderFailure, RemoteFile, StartInput } from '../adapter.ts';
import {
  type HttpAnswer,
  type HttpRequest,
  type InputFile,
  type JsonWithFiles,
  ORDER_TIMEOUT_MS,
} from '../http-messages.ts';
import { failure } from '../read-failure.ts';
import { isResultLink } from '../result-link.ts';
import { withoutFlags } from './midjourney-flags.ts';
import { CONTENT_WORDS } from './read-answer.ts';

// The gateway's protocol is that of midjourney-proxy: settings of a picture are flags inside the prompt.

const SPEEDS: Readonly<Record<string, string>> = { fast: 'FAST', relaxed: 'RELAX', turbo: 'TURBO' };

/** An order for four pictures. */
export function imagineOrder(input: StartInput): HttpRequest {
  const { parameters } = input;
  const isNiji = String(parameters['version']).startsWith('niji');
  return submit('/mj/submit/imagine', input, {
    prompt: promptWithFlags(parameters),
    base64Array: input.inputs.map((file): JsonWithFiles => ({ file, as: 'data-url' })),
    botType: isNiji ? 'NIJI_JOURNEY' : 'MID_JOURNEY',
    accountFilter: { modes: [SPEEDS[String(parameters['speed'])] ?? 'FAST'] },
  });
}

/** An order for one video that begins with the first picture. */
export function videoOrder(input: StartInput): HttpRequest {
  const { parameters, inputs } = input;
  const first = inputs.find(({ role }) => role === null);
  const last = inputs.find(({ role }) => role === 'lastFrame');
  const inline = (file: InputFile): JsonWithFiles => ({ file, as: 'data-url' });
  return submit('/mj/submit/video', input, {
    prompt: withoutFlags(String(parameters['prompt'])).prompt,
    motion: String(parameters['motion']),
    videoType: parameters['resolution'] === '720p' ? 'vid_1.1_i2v_720' : 'vid_1.1_i2v_480',
    ...(first && { image: inline(first) }),
    ...(last && { endImage: inline(last) }),
    loop: parameters['loop'] === true,
    batchSize: 1,
  });
}

function submit(
  url: string,
  { taskId, attempt, callbackUrl }: StartInput,
  json: Readonly<Record<string, JsonWithFiles>>,
): HttpRequest {
  return {
    kind: 'http',
    method: 'POST',
    url,
    json: {
      ...json,
      // Echoed with the task, so that people at the vendor can find it.
      state: `${taskId}/${attempt}`,
      ...(callbackUrl !== null && { notifyHook: callbackUrl }),
    },
    timeoutMs: ORDER_TIMEOUT_MS,
  };
}

const FLAGS: Readonly<Record<string, string>> = {
  aspectRatio: 'ar',
  stylization: 'stylize',
  variety: 'chaos',
  weirdness: 'weird',
  seed: 'seed',
};

/** Other flags in the words stay: that is how people who know Midjourney write. */
function promptWithFlags(parameters: StartInput['parameters']): string {
  const flags = Object.entries(FLAGS).flatMap(([name, flag]) => {
    const value = parameters[name];
    return value === undefined ? [] : [`--${flag} ${String(value)}`];
  });
  const version = String(parameters['version']);
  const words = version.startsWith('niji') ? `--niji ${version.slice(4)}` : `--v ${version}`;
  return [withoutFlags(String(parameters['prompt'])).prompt, ...flags, words].join(' ');
}

const text = z.string().nullish().catch(null);
const linkList = z
  .array(z.object({ url: z.string() }))
  .nullish()
  .catch(null);
const taskSchema = z.object({
  status: z.string(),
  progress: text,
  imageUrl: text,
  imageUrls: linkList,
  videoUrl: text,
  videoUrls: linkList,
  failReason: text,
});
type Task = z.output<typeof taskSchema>;

/** A task as the gateway tells it; undefined when the answer is not one. The status alone decides. */
export function readTask(answer: HttpAnswer, checkAfterMs: number): CheckOutcome | undefined {
  const parsed = taskSchema.safeParse(answer.body);
  if (!parsed.success) return undefined;
  const task = parsed.data;
  switch (task.status) {
    case 'SUCCESS':
      return endOf(task);
    case 'FAILURE':
      return { kind: 'failed', failure: failureOf(task) };
    // It waits for an answer that only a person could give.
    case 'MODAL':
      return failedWork('the work asks a question that nobody can answer here');
    default: {
      const percent = /^(\d{1,3})%$/.exec(task.progress ?? '')?.[1];
      const progress = percent === undefined ? undefined : Math.min(0.99, Number(percent) / 100);
      return { kind: 'running', checkAfterMs, ...(progress !== undefined && { progress }) };
    }
  }
}

/** The single pictures where the gateway gives them; otherwise the sheet that shows all four. */
function endOf({ imageUrl, imageUrls, videoUrl, videoUrls }: Task): CheckOutcome {
  const videos = [...(videoUrls ?? []).map(({ url }) => url), videoUrl].filter(isResultLink);
  const pictures = (imageUrls ?? []).map(({ url }) => url).filter(isResultLink);
  const links = videos.length > 0 ? videos.slice(0, 1) : pictures.length > 0 ? pictures : [imageUrl];
  const outputs = links.filter(isResultLink).map(
    (url, index): RemoteFile => ({
      url,
      name: `result-${index + 1}`,
      role: 'result',
      inputPosition: 0,
    }),
  );
  if (outputs.length > 0) return { kind: 'done', outputs };
  const nothing = failure('rejected', 'succeeded without any result', { code: 'result_incomplete' });
  return { kind: 'failed', failure: nothing };
}

function failureOf({ failReason }: Task): ProviderFailure {
  const detail = `the work failed: ${failReason || 'no reason given'}`.slice(0, 500);
  if (CONTENT_WORDS.test(failReason ?? '')) return failure('content_refused', detail);
  if (failReason?.startsWith('[invalid_parameter]')) return failure('rejected', detail);
  return failure('rejected', detail, { code: 'vendor_generation_failed' });
}

const failedWork = (detail: string): CheckOutcome => ({
  kind: 'failed',
  failure: failure('rejected', detail, { code: 'vendor_generation_failed' }),
});
