import type { OpenAiOrder } from '@atelier/shared/contracts/openai-images';
import type { AssetService } from '../../assets/asset-service.ts';
import type { LooseUploads } from '../../assets/loose-uploads.ts';
import type { Payer } from '../../credits/key-usage-reader.ts';
import type { TaskRow } from '../../db/tables.ts';
import { AppError } from '../../lib/app-error.ts';
import type { CatalogueService } from '../../tasks/catalogue-service.ts';
import type { RepeatableRequest } from '../../tasks/idempotency.ts';
import type { TaskService } from '../../tasks/task-service.ts';
import type { ReceivedFile } from '../receive-files.ts';
import { translateOpenAiOrder } from './openai-words.ts';

export interface OpenAiTask extends Payer {
  readonly slug: string;
  readonly order: OpenAiOrder;
  readonly pictures: readonly ReceivedFile[];
  readonly mask: ReceivedFile | undefined;
  /** Where this request's files lie; needed when there are any. */
  readonly directory: string | undefined;
  readonly repeatable: RepeatableRequest | undefined;
}

export interface PlacedOrder {
  readonly row: TaskRow;
  readonly isReplay: boolean;
  /** What OpenAI documents and the model does not have. */
  readonly ignored: readonly string[];
}

/** Turns orders of the OpenAI-shaped door into the same tasks as any other. */
export class OpenAiOrders {
  readonly #tasks: TaskService;
  readonly #assets: AssetService;
  readonly #looseUploads: LooseUploads;
  readonly #catalogue: CatalogueService;

  constructor(parts: {
    tasks: TaskService;
    assets: AssetService;
    looseUploads: LooseUploads;
    catalogue: CatalogueService;
  }) {
    this.#tasks = parts.tasks;
    this.#assets = parts.assets;
    this.#looseUploads = parts.looseUploads;
    this.#catalogue = parts.catalogue;
  }

  /** Places an order, or finds the task of the first time. @throws AppError as TaskService.create and of an upload. */
  async place({
    slug,
    order,
    pictures,
    mask,
    directory,
    repeatable,
    ...payer
  }: OpenAiTask): Promise<PlacedOrder> {
    const { taskType, parameterSchema } = this.#catalogue.recipeOf(slug);
    const { parameters, ignored } = translateOpenAiOrder(order, parameterSchema);
    const earlier = await this.#tasks.replayOf(repeatable);
    if (earlier) return { row: earlier, isReplay: true, ignored };
    if (mask && !Object.hasOwn(parameterSchema.properties, 'mask')) throw refuseMask();
    const request = { taskType, model: slug, parameters, inputCount: pictures.length };
    await this.#tasks.precheck({ ...payer, request });
    const folder = directory ?? '';
    const maskId = mask && (await this.#looseUploads.keep(payer.userId, [mask], folder))[0]?.id;
    const uploads =
      pictures.length > 0 ? await this.#assets.acceptUploads(payer.userId, pictures, folder) : [];
    const row = await this.#tasks.create({
      ...payer,
      request: { ...request, parameters: { ...parameters, ...(maskId !== undefined && { mask: maskId }) } },
      inputs: [],
      uploads,
      repeatable,
    });
    return { row, isReplay: false, ignored };
  }
}

function refuseMask(): AppError {
  const message = 'this model takes no mask';
  return new AppError(
    'parameters_invalid',
    { detail: `mask: ${message}` },
    { fieldProblems: [{ field: 'mask', message }] },
  );
}
