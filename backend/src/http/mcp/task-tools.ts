import { ERRORS } from '@atelier/shared/errors';
import {
  MAX_FILES_PER_TASK,
  MAX_IDEMPOTENCY_KEY_CHARACTERS,
  MAX_INPUT_LINK_CHARACTERS,
} from '@atelier/shared/limits';
import type { Locale } from '@atelier/shared/locales';
import { z } from 'zod';
import type { AssetService } from '../../assets/asset-service.ts';
import type { Payer } from '../../credits/key-usage-reader.ts';
import { AppError } from '../../lib/app-error.ts';
import type { CatalogueService } from '../../tasks/catalogue-service.ts';
import { assertIdempotencyKey, hashRequest } from '../../tasks/idempotency.ts';
import type { LinkOrders } from '../../tasks/link-orders.ts';
import type { TaskReader } from '../../tasks/task-reader.ts';
import type { TaskService } from '../../tasks/task-service.ts';
import type { TaskWaiter } from '../../tasks/task-waiter.ts';
import { translateOrder } from '../doors/external-words.ts';

/** Below the patience of proxies and of assistants. */
const MAX_WAIT_SECONDS = 50;
/** Thumbnails an assistant is shown with a result; each is a few kilobytes. */
const MAX_SHOWN_PICTURES = 12;

export interface TaskToolParts {
  readonly tasks: TaskService;
  readonly reader: TaskReader;
  readonly assets: AssetService;
  readonly catalogue: CatalogueService;
  readonly linkOrders: LinkOrders;
  readonly waiter: TaskWaiter;
}

/** On whose behalf a tool is called, and how it is answered. */
export interface ToolCaller extends Payer {
  readonly locale: Locale;
  /** Makes links that work outside the page. */
  readonly toLink: (url: string) => string;
  readonly stopping: AbortSignal;
}

/** One piece of a tool's answer (MCP 2025-06-18, "Tool result"). */
export type ToolContent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'image'; readonly data: string; readonly mimeType: string }
  | {
      readonly type: 'resource_link';
      readonly uri: string;
      readonly name: string;
      readonly mimeType: string;
    };

export interface TaskTool<Schema extends z.ZodObject = z.ZodObject> {
  readonly title: string;
  readonly description: string;
  readonly schema: Schema;
  /** Whether it changes nothing. */
  readonly isReading: boolean;
  run(parts: TaskToolParts, caller: ToolCaller, wish: z.output<Schema>): Promise<readonly ToolContent[]>;
}

const define = <Schema extends z.ZodObject>(tool: TaskTool<Schema>): TaskTool<Schema> => tool;
const json = (value: unknown): ToolContent => ({ type: 'text', text: JSON.stringify(value) });
const taskId = z.string().min(1).max(80).describe('From create_task.');

const listModels = define({
  title: 'List models',
  description:
    'Models that can be ordered now, with what they make. Name one to get its parameters as JSON Schema and its price rule in credits.',
  isReading: true,
  schema: z.object({ model: z.string().max(100).optional().describe('Slug of one model.') }),
  async run({ catalogue }, { locale }, { model }) {
    const models = (await catalogue.models()).filter(({ available }) => available);
    if (model === undefined) {
      return models.map(({ slug, label, description, outputType, inputs }) =>
        json({ model: slug, label: label[locale], about: description[locale], makes: outputType, inputs }),
      );
    }
    const found = models.find(({ slug }) => slug === model);
    if (!found) throw new AppError('model_unknown', { model });
    const { slug, label, description, outputType, inputs, parameters, priceRule, typicalSeconds } = found;
    return [
      json({
        ...{ model: slug, label: label[locale], about: description[locale], makes: outputType, inputs },
        ...{ parameters, priceRule, typicalSeconds },
      }),
    ];
  },
});

const createTask = define({
  title: 'Create a task',
  description:
    'Orders pictures, video or speech from a model; costs credits, which come back if it fails. Input pictures are named by https addresses or by ids of assets. Give the same idempotency_key when you repeat a call: nothing is ordered twice.',
  isReading: false,
  schema: z.object({
    model: z.string().min(1).max(100).describe('Slug from list_models.'),
    prompt: z.string().max(50_000).optional(),
    parameters: z.record(z.string(), z.json()).optional().describe('As list_models describes them.'),
    image_urls: z.array(z.string().min(1).max(MAX_INPUT_LINK_CHARACTERS)).max(MAX_FILES_PER_TASK).optional(),
    asset_ids: z.array(z.string().max(80)).max(MAX_FILES_PER_TASK).optional(),
    idempotency_key: z.string().max(MAX_IDEMPOTENCY_KEY_CHARACTERS).optional(),
  }),
  async run({ catalogue, linkOrders, tasks, assets }, { userId, apiKeyId }, wish) {
    const { model, prompt, parameters, image_urls = [], asset_ids = [], idempotency_key } = wish;
    if (image_urls.length > 0 && asset_ids.length > 0)
      throw new AppError('request_invalid', { detail: 'image_urls or asset_ids, not both' });
    const { taskType, parameterSchema } = catalogue.recipeOf(model);
    const order = translateOrder({ model_slug: model, prompt, parameters }, parameterSchema);
    if (idempotency_key !== undefined) assertIdempotencyKey(idempotency_key);
    const repeatable =
      idempotency_key === undefined
        ? undefined
        : {
            userId,
            key: idempotency_key,
            requestHash: hashRequest({ mcp: { ...wish, idempotency_key: null } }),
          };
    const request = { taskType, model, parameters: order.parameters };
    const payer = { userId, apiKeyId };
    const { row } =
      asset_ids.length === 0
        ? await linkOrders.place({ ...payer, request, links: image_urls, repeatable })
        : { row: await orderOfAssets({ tasks, assets }, { ...payer, request, asset_ids, repeatable }) };
    const { ignored } = order;
    return [
      json({
        ...{ task_id: row.id, status: row.status, price_credits: row.price_credits },
        ...(ignored.length > 0 && { ignored_parameters: ignored }),
      }),
    ];
  },
});

async function orderOfAssets(
  { tasks, assets }: Pick<TaskToolParts, 'tasks' | 'assets'>,
  order: Omit<Parameters<LinkOrders['place']>[0], 'links'> & { asset_ids: readonly string[] },
) {
  const { asset_ids, repeatable, request, ...payer } = order;
  const earlier = await tasks.replayOf(repeatable);
  if (earlier) return earlier;
  const found = new Map((await assets.findOwned(payer.userId, asset_ids)).map((row) => [row.id, row]));
  const inputs = asset_ids.flatMap((id) => found.get(id) ?? []);
  if (inputs.length < asset_ids.length) throw new AppError('input_not_found');
  return tasks.create({
    ...{ ...payer, inputs, uploads: [], repeatable },
    request: { ...request, inputCount: inputs.length },
  });
}

const getTask = define({
  title: 'Look at a task',
  description: 'State, progress, price and error of a task. wait_seconds waits that long for its end.',
  isReading: true,
  schema: z.object({ task_id: taskId, wait_seconds: z.int().min(0).max(MAX_WAIT_SECONDS).optional() }),
  async run({ reader, waiter }, { userId, locale, stopping }, { task_id, wait_seconds = 0 }) {
    if (wait_seconds > 0) await waitAtMost(waiter, { userId, task_id, seconds: wait_seconds, stopping });
    const task = await reader.presentOne(await reader.get(userId, task_id), locale);
    const { id, model, status, progress, priceCredits, chargedCredits, error, errorCode } = task;
    return [
      json({
        ...{ task_id: id, model, status, progress, price_credits: priceCredits },
        ...{ charged_credits: chargedCredits, error, error_code: errorCode, results: task.resultUrls.length },
      }),
    ];
  },
});

async function waitAtMost(
  waiter: TaskWaiter,
  wait: { userId: string; task_id: string; seconds: number; stopping: AbortSignal },
): Promise<void> {
  const enough = AbortSignal.timeout(wait.seconds * 1000);
  const signal = AbortSignal.any([enough, wait.stopping]);
  try {
    await waiter.ended(wait.userId, wait.task_id, signal);
  } catch (error) {
    // Waited long enough: the caller sees how far it is.
    if (!signal.aborted) throw error;
  }
}

const getResult = define({
  title: 'Get the result',
  description:
    'Links to the files of a completed task, good for ten minutes, and small previews of its pictures.',
  isReading: true,
  schema: z.object({ task_id: taskId }),
  async run({ reader, assets }, { userId, locale, toLink }, { task_id }) {
    const row = await reader.get(userId, task_id);
    const task = await reader.presentOne(row, locale);
    if (task.status !== 'completed') throw new AppError('task_has_no_results');
    const links = task.results.map(
      ({ url, name, contentType }): ToolContent => ({
        ...{ type: 'resource_link', uri: toLink(url), name, mimeType: contentType },
      }),
    );
    const left = task.links.map(({ url, name, mediaType }) => json({ name, media_type: mediaType, url }));
    const stored = (await reader.resultsOf([row])).slice(0, MAX_SHOWN_PICTURES);
    const previews: ToolContent[] = [];
    for (const { thumbnail_key } of stored) {
      if (thumbnail_key === null) continue;
      const { body, contentType } = await assets.open({ object_key: thumbnail_key });
      const data = Buffer.concat(await body.toArray()).toString('base64');
      previews.push({ type: 'image', data, mimeType: contentType });
    }
    return [...links, ...left, ...previews];
  },
});

/** The tools by name; the same over HTTP and, through it, on a user's machine. */
export const TASK_TOOLS = {
  list_models: listModels,
  create_task: createTask,
  get_task: getTask,
  get_result: getResult,
} as const;

/** A failure as an assistant reads it: what happened, then the stable code and whether a repeat may help. */
export function describeFailure(error: AppError, locale: Locale): ToolContent {
  const { retryable } = ERRORS[error.code];
  return json({ error: error.textIn(locale), code: error.code, retryable });
}
