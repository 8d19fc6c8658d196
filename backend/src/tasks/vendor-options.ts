import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { ProviderAdapter, VendorOption, VendorOptions } from '../providers/adapter.ts';
import type { Catalogue } from '../providers/catalogue.ts';
import type { HttpRequest } from '../providers/http-messages.ts';
import type { Transport } from '../providers/transport.ts';

/** Lists such as voices change rarely, and asking for them takes a second. */
const KEEP_MS = 10 * 60_000;
/** Nobody scrolls further, and a vendor that always names a next page must come to an end. */
const MAX_PAGES = 20;

/** Lists that vendors keep for a parameter of a model, asked for when somebody wants to choose and kept for a while. */
export class VendorOptionLists {
  readonly #catalogue: Catalogue;
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #temporaryRoot: string;
  readonly #kept = new Map<string, { readonly untilMs: number; readonly options: readonly VendorOption[] }>();

  constructor(parts: { catalogue: Catalogue; transport: Transport; clock: Clock; temporaryRoot: string }) {
    this.#catalogue = parts.catalogue;
    this.#transport = parts.transport;
    this.#clock = parts.clock;
    this.#temporaryRoot = parts.temporaryRoot;
  }

  /** @throws AppError not_found for a parameter without a list, vendor_unavailable, provider_not_configured. */
  async list(modelSlug: string, parameter: string): Promise<readonly VendorOption[]> {
    const entry = this.#catalogue.get(modelSlug);
    const hasList = entry?.parameterSchema.properties[parameter]?.vendorOptions === true;
    const source = entry?.provider.options?.[parameter];
    if (!entry || !hasList || !source) throw new AppError('not_found');
    const { provider } = entry;
    const key = `${provider.slug} ${parameter}`;
    const nowMs = this.#clock.now().getTime();
    const kept = this.#kept.get(key);
    if (kept && kept.untilMs > nowMs) return kept.options;
    const options = await this.#read(provider, source);
    this.#kept.set(key, { untilMs: nowMs + KEEP_MS, options });
    return options;
  }

  async #read(provider: ProviderAdapter, source: VendorOptions): Promise<readonly VendorOption[]> {
    const options: VendorOption[] = [];
    let request: HttpRequest | undefined = source.request;
    for (let page = 0; request && page < MAX_PAGES; page += 1) {
      const answer = await this.#transport.send(request, { provider, directory: this.#temporaryRoot });
      const read = answer.kind === 'http' ? source.read(answer) : undefined;
      if (answer.kind !== 'http' || !read) throw new AppError('vendor_unavailable');
      options.push(...read);
      request = source.next?.(answer);
    }
    return options;
  }
}
