import type { AssetService } from '../assets/asset-service.ts';
import type { AssetRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import type { Connections } from '../providers/connection.ts';

/** Longer than any deadline, since a vendor may fetch an input only when its turn comes. */
const LIFETIME_SECONDS = 2 * 60 * 60;

/** Addresses under which vendors that take no uploads fetch a task's inputs. */
export class InputLinks {
  readonly #assets: Pick<AssetService, 'linkTo'>;
  readonly #connections: Pick<Connections, 'find'>;
  readonly #isPublic: boolean;
  readonly #ownOrigin: string;

  /**
   * `isPublic`: whether links to stored files work on the internet. `ownOrigin` is this process's own address, where a
   * stand-in on the same machine can reach it.
   */
  constructor(parts: {
    assets: Pick<AssetService, 'linkTo'>;
    connections: Pick<Connections, 'find'>;
    isPublic: boolean;
    ownOrigin: string;
  }) {
    this.#assets = parts.assets;
    this.#connections = parts.connections;
    this.#isPublic = parts.isPublic;
    this.#ownOrigin = parts.ownOrigin;
  }

  canGive(providerSlug: string): boolean {
    return this.#isPublic || this.#connections.find(providerSlug)?.isEmulated === true;
  }

  /** @throws AppError inputs_not_public */
  async linkTo(asset: Pick<AssetRow, 'object_key'>, providerSlug: string): Promise<string> {
    if (!this.canGive(providerSlug)) throw new AppError('inputs_not_public');
    return new URL(await this.#assets.linkTo(asset, LIFETIME_SECONDS), this.#ownOrigin).href;
  }
}
