import fc from 'fast-check';
import type { Random } from '../drill/random.ts';
import type { ApiDescription, Schema } from './api-document.ts';

/** Deeper than any request of ours; recursion of a schema ends here. */
const MAX_DEPTH = 5;
/** Texts that have broken programs before. */
const NASTY = [
  '',
  ' ',
  '\0',
  '\ud800',
  '😀'.repeat(20),
  '杯子.png',
  '../../etc/passwd',
  "'; drop table users; --",
  '%00%ff',
  '__proto__',
  'a'.repeat(5000),
  '-1',
  '1e309',
  'http://127.0.0.1/',
  'null',
];

/** Makes values from schemas: fitting ones, ones with one thing wrong, and anything at all. */
export class ValueMaker {
  readonly #api: ApiDescription;
  readonly #random: Random;

  constructor(api: ApiDescription, random: Random) {
    this.#api = api;
    this.#random = random;
  }

  /** A text that fits, or nearly; `hints` are values that mean something to this server. */
  text(schema: Schema, hints: readonly string[] = []): string {
    if (hints.length > 0 && this.#random.next() < 0.85) return this.#random.pick(hints);
    const { minLength = 0, maxLength = 40 } = schema;
    if (this.#random.next() < 0.15) return this.#random.pick(NASTY);
    return this.#sample(
      fc.string({ minLength, maxLength: Math.max(minLength, Math.min(maxLength, 40)), unit: 'binary' }),
    );
  }

  /** A value of the schema, or close to one. Below `trust` every part fits as far as the schema says. */
  value(given: Schema, trust: number, depth = 0): unknown {
    const schema = this.#api.resolve(given);
    if (this.#random.next() > trust) return this.anything();
    if ('const' in schema) return schema.const;
    if (schema.enum) return this.#random.pick(schema.enum);
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return this.value(this.#random.pick(choices), trust, depth + 1);
    const type = Array.isArray(schema.type) ? this.#random.pick(schema.type) : schema.type;
    if (depth > MAX_DEPTH) return null;
    switch (type) {
      case 'object':
        return this.#object(schema, trust, depth);
      case 'array':
        return this.#array(schema, trust, depth);
      case 'string':
        return this.text(schema);
      case 'integer':
      case 'number':
        return this.#number(schema);
      case 'boolean':
        return this.#random.next() < 0.5;
      case 'null':
        return null;
      default:
        return this.anything();
    }
  }

  /** Any JSON at all. */
  anything(): unknown {
    return this.#sample(fc.jsonValue({ maxDepth: 2 }));
  }

  #object({ properties = {}, required = [] }: Schema, trust: number, depth: number): object {
    const entries = Object.entries(properties).filter(([name]) =>
      required.includes(name) ? this.#random.next() < trust + 0.05 : this.#random.next() < 0.6,
    );
    const made = entries.map(([name, each]) => [name, this.value(each, trust, depth + 1)] as const);
    const extra = this.#random.next() > trust ? [[this.#random.pick(NASTY), this.anything()] as const] : [];
    return Object.fromEntries([...made, ...extra]);
  }

  #array({ items = {}, minItems = 0, maxItems = 3 }: Schema, trust: number, depth: number): unknown[] {
    const length =
      minItems + Math.floor(this.#random.next() * (Math.min(maxItems, minItems + 3) - minItems + 1));
    return Array.from({ length }, () => this.value(items, trust, depth + 1));
  }

  #number({ type, minimum = -10, maximum = 1000 }: Schema): number {
    if (this.#random.next() < 0.1) return this.#random.pick([0, -1, 1.5, 2 ** 31, 2 ** 53, 1e300]);
    const value = this.#random.between(minimum, Math.max(minimum, Math.min(maximum, minimum + 2000)));
    return type === 'integer' ? Math.round(value) : value;
  }

  #sample<T>(arbitrary: fc.Arbitrary<T>): T {
    const [value] = fc.sample(arbitrary, { seed: Math.floor(this.#random.next() * 2 ** 31), numRuns: 1 });
    return value as T;
  }
}
