import { Random } from '../drill/random.ts';
import { AnswerChecker, type FuzzAnswer } from './answer-checker.ts';
import { type ApiDescription, type Operation, readApi, type Schema } from './api-document.ts';
import { FIELD_HINTS, PATH_HINTS } from './hints.ts';
import { ValueMaker } from './value-maker.ts';

/** Who may ask, as headers. */
export interface FuzzCallers {
  readonly user: Readonly<Record<string, string>>;
  readonly operator: Readonly<Record<string, string>>;
  readonly key: Readonly<Record<string, string>>;
}

export interface FuzzOptions {
  readonly url: string;
  readonly callers: FuzzCallers;
  readonly seed: number;
  /** Requests to each operation. */
  readonly rounds: number;
  /** Ids that must not be changed or removed, such as that of the callers' own key. */
  readonly spared: readonly string[];
  /** Bytes of a picture for forms. */
  readonly picture: Buffer;
}

export interface FuzzReport {
  readonly requests: number;
  readonly operations: number;
  /** Operations that answered with a success at least once; without these nothing deep was reached. */
  readonly successes: number;
  /** One line for each operation and kind of problem. */
  readonly problems: readonly string[];
}

/** Waiting doors and streams are left after this long, as impatient clients do. */
const PATIENCE_MS = 1500;
const AT_ONCE = 8;
/** Share of parts of a value that fit, by turns: wholly fitting, one thing wrong, a heap of nonsense. */
const TRUSTS = [1, 1, 0.93, 0.6];
/** The first rounds ask for nothing unusual, so that later ones find something to meddle with. */
const PLAIN_ROUNDS = 2;
/** Share of fields and paths that name something that exists. */
const HINTED = 0.85;
/** Leaving these out keeps the session and the installation usable; their own tests look at them. */
const LEFT_OUT = new Set(['post /api/auth/logout', 'post /api/auth/register']);

/**
 * Sends requests made from the API document, more and less fitting, and compares every answer with the document: no
 * failure of ours, no status and no field that is not documented. Ids it sees in answers it uses in later requests.
 */
export async function fuzzApi(options: FuzzOptions): Promise<FuzzReport> {
  const api = readApi();
  const run = new FuzzRun(api, options);
  const operations = api.operations.filter(
    ({ method, path }) => !LEFT_OUT.has(`${method} ${path}`) && path !== '/metrics',
  );
  for (let round = 0; round < options.rounds; round += 1) {
    const waiting = [...operations];
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next; next = waiting.shift())
        await run.ask(next, round < PLAIN_ROUNDS);
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  }
  return run.report(operations.length);
}

class FuzzRun {
  readonly #options: FuzzOptions;
  readonly #random: Random;
  readonly #make: ValueMaker;
  readonly #checker: AnswerChecker;
  readonly #api: ApiDescription;
  /** Ids by the collection they were seen in. */
  readonly #ids = new Map<string, string[]>();
  readonly #problems = new Map<string, string>();
  readonly #succeeded = new Set<string>();
  #requests = 0;

  constructor(api: ApiDescription, options: FuzzOptions) {
    this.#api = api;
    this.#options = options;
    this.#random = new Random(options.seed);
    this.#make = new ValueMaker(api, this.#random);
    this.#checker = new AnswerChecker(api);
  }

  async ask(operation: Operation, isPlain: boolean): Promise<void> {
    const trust = isPlain ? 1 : this.#random.pick(TRUSTS);
    const query = isPlain ? '' : this.#queryOf(operation);
    const url = new URL(this.#pathOf(operation) + query, this.#options.url);
    const { body, type } = this.#bodyOf(operation, trust);
    const headers = { ...this.#callerOf(operation, isPlain), ...this.#headersOf(operation), ...type };
    const request: RequestInit = { method: operation.method.toUpperCase(), headers };
    const answer = await this.#send(url, body === undefined ? request : { ...request, body });
    this.#requests += 1;
    if (!answer) return;
    const name = `${operation.method} ${operation.path}`;
    if (answer.status < 300) this.#succeeded.add(name);
    this.#remember(operation, answer);
    const problem = this.#checker.problemOf(operation, answer);
    if (problem === undefined) return;
    const kind = `${name} ${problem.slice(0, 60)}`;
    const sent = typeof body === 'string' ? body.slice(0, 300) : body ? 'a form' : '';
    if (!this.#problems.has(kind))
      this.#problems.set(kind, `${name}: ${problem} (sent to ${url.pathname}${url.search}: ${sent})`);
  }

  report(operations: number): FuzzReport {
    const problems = [...this.#problems.values()];
    return { requests: this.#requests, operations, successes: this.#succeeded.size, problems };
  }

  /** Undefined when the answer did not come in time, as with doors that wait for results. */
  async #send(url: URL, request: RequestInit): Promise<FuzzAnswer | undefined> {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    try {
      const response = await fetch(url, { ...request, signal, redirect: 'manual' });
      const contentType = response.headers.get('content-type') ?? '';
      if (contentType.startsWith('text/event-stream')) {
        await response.body?.cancel();
        return { status: response.status, contentType, text: undefined };
      }
      return { status: response.status, contentType, text: await response.text() };
    } catch (error) {
      // An archive whose pictures are deleted while it is sent is cut off rather than ended as if it were whole.
      if (signal.aborted || url.pathname.endsWith('/archive')) return undefined;
      throw new Error(`${request.method} ${url.pathname} broke the connection`, { cause: error });
    }
  }

  #callerOf({ access }: Operation, isPlain: boolean): Record<string, string> {
    const { user, operator, key } = this.#options.callers;
    if (!isPlain && this.#random.next() < 0.1)
      return this.#random.pick([{}, user, operator, key, { authorization: 'Bearer no' }]);
    if (access === 'operator') return { ...operator };
    if (access === 'key') return { ...key };
    if (access === 'user') return this.#random.pick([user, key]);
    return access === 'session' ? { ...user } : {};
  }

  #pathOf({ path }: Operation): string {
    return path.replace(/([\w-]+)\/\{(\w+)\}/g, (_match, collection: string, name: string) => {
      const hints = [...(this.#ids.get(collection) ?? []), ...(PATH_HINTS[`${collection}/${name}`] ?? [])];
      const text = this.#make.text({ type: 'string', minLength: 1 }, hints).toWellFormed();
      return `${collection}/${encodeURIComponent(text) || 'x'}`;
    });
  }

  #queryOf({ parameters = [] }: Operation): string {
    const query = new URLSearchParams();
    for (const { name, required, schema, in: place } of parameters) {
      if (place !== 'query' || (!required && this.#random.next() < 0.5)) continue;
      const ids = [...this.#ids.values()].flat();
      const isId = /ids?$/i.test(name) && ids.length > 0 && this.#random.next() < 0.7;
      const hints = hintsOf(name);
      const isHinted = hints !== undefined && this.#random.next() < HINTED;
      const value = isHinted ? this.#random.pick(hints) : this.#make.value(schema, 0.9);
      query.set(name, isId ? this.#random.pick(ids) : asText(value));
    }
    return query.size > 0 ? `?${query}` : '';
  }

  #headersOf({ parameters = [] }: Operation): Record<string, string> {
    const wanted = parameters.filter(
      ({ in: place, required }) => place === 'header' && this.#random.next() < (required ? 0.95 : 0.4),
    );
    const made = wanted.map(({ name, schema }) => {
      const value = asText(this.#make.value(schema, 1));
      return [name, value.replace(/[^\x20-\x7e]/g, '').trim()] as const;
    });
    return Object.fromEntries(made.filter(([, value]) => value !== ''));
  }

  #bodyOf(
    { requestBody }: Operation,
    trust: number,
  ): { body?: string | FormData; type?: Record<string, string> } {
    const types = Object.keys(requestBody?.content ?? {});
    if (types.length === 0) return {};
    const type = this.#random.pick(types);
    const schema = requestBody?.content[type]?.schema ?? {};
    if (type === 'multipart/form-data') return { body: this.#formOf(this.#api.resolve(schema), trust) };
    const json = { type: { 'content-type': 'application/json' } };
    if (type !== 'application/json') return { body: this.#make.text({}) };
    if (this.#random.next() < 0.03) return { ...json, body: '{"broken":' };
    return { ...json, body: JSON.stringify(this.#meaningful(this.#make.value(schema, trust))) };
  }

  #formOf({ properties = {}, required = [] }: Schema, trust: number): FormData {
    const form = new FormData();
    for (const [name, each] of Object.entries(properties)) {
      if (this.#random.next() > (required.includes(name) ? trust : 0.6)) continue;
      const schema = this.#api.resolve(each);
      const isFile = [schema, ...(schema.items ? [schema.items] : [])].some(
        ({ format }) => format === 'binary',
      );
      if (isFile) form.append(name, new Blob([new Uint8Array(this.#options.picture)]), '杯子.png');
      else {
        const value = this.#meaningful({ [name]: this.#make.value(schema, trust) }) as Record<
          string,
          unknown
        >;
        const made = value[name];
        form.append(name, typeof made === 'string' ? made.toWellFormed() : JSON.stringify(made));
      }
    }
    return form;
  }

  /** Names of things that exist, in place of texts that would lead nowhere. */
  #meaningful(value: unknown): unknown {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const ids = this.#ids.get('assets') ?? [];
    const assets = ids.length > 0 ? [[this.#random.pick(ids)]] : undefined;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => {
        const hints = /^(inputAssetIds|asset_ids)$/.test(name) ? assets : hintsOf(name);
        return [name, hints && this.#random.next() < HINTED ? this.#random.pick(hints) : each];
      }),
    );
  }

  /** Ids of an answer, and those of the pictures inside it. */
  #remember({ path }: Operation, { status, text }: FuzzAnswer): void {
    if (status >= 300 || text === undefined || !text.startsWith('{')) return;
    const { data }: { data?: unknown } = JSON.parse(text);
    const collection = path.split('/{')[0]?.split('/').at(-1) ?? '';
    for (const item of [data].flat().slice(0, 5)) {
      for (const [name, value] of Object.entries(item ?? {})) {
        if (name === 'id' && typeof value === 'string') this.#keep(collection, value);
        if (name === 'inputs' && Array.isArray(value))
          for (const { id } of value) this.#keep('assets', String(id));
      }
    }
  }

  #keep(collection: string, id: string): void {
    if (this.#options.spared.includes(id)) return;
    const known = this.#ids.get(collection) ?? [];
    if (!known.includes(id)) this.#ids.set(collection, [...known.slice(-20), id]);
  }
}

const hintsOf = (name: string): readonly unknown[] | undefined =>
  Object.hasOwn(FIELD_HINTS, name) ? FIELD_HINTS[name] : undefined;

/** Not `String`, which stumbles over objects that have a `toString` of their own making. */
const asText = (value: unknown): string =>
  typeof value === 'string' ? value.toWellFormed() : JSON.stringify(value);
