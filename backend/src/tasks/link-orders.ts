import type { PictureLinks } from '../assets/picture-links.ts';
import type { Payer } from '../credits/key-usage-reader.ts';
import type { TaskRow } from '../db/tables.ts';
import type { RepeatableRequest } from './idempotency.ts';
import type { OrderRequest } from './task-order.ts';
import type { TaskService } from './task-service.ts';

export interface LinkOrder extends Payer {
  readonly request: Omit<OrderRequest, 'inputCount'>;
  /** See NewTask. */
  readonly membersOnly?: boolean | undefined;
  /** Addresses of the input pictures, in order. */
  readonly links: readonly string[];
  readonly repeatable?: RepeatableRequest | undefined;
}

/** Orders of programs, whose pictures, if any, lie on a server of theirs: fetched first, then the same task as any other. */
export class LinkOrders {
  readonly #tasks: TaskService;
  readonly #pictures: PictureLinks;

  constructor(parts: { tasks: TaskService; pictures: PictureLinks }) {
    this.#tasks = parts.tasks;
    this.#pictures = parts.pictures;
  }

  /**
   * Places an order. A repeat fetches nothing and gives the task of the first time. What would be refused anyway is
   * refused before anything is fetched. @throws AppError as PictureLinks.bring and TaskService.create.
   */
  async place({ links, repeatable, ...order }: LinkOrder): Promise<{ row: TaskRow; isReplay: boolean }> {
    const earlier = await this.#tasks.replayOf(repeatable);
    if (earlier) return { row: earlier, isReplay: true };
    const task = { ...order, request: { ...order.request, inputCount: links.length } };
    await this.#tasks.precheck(task);
    const uploads = await this.#pictures.bring(order.userId, links);
    const row = await this.#tasks.create({ ...task, inputs: [], uploads, repeatable });
    return { row, isReplay: false };
  }
}
