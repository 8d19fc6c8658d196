import type { Json } from '@atelier/backend/providers/http-messages';
import fc from 'fast-check';

/** One thing that is wrong with an answer. */
export type Mutation =
  | { readonly kind: 'replace'; readonly at: number; readonly value: Json }
  | { readonly kind: 'remove'; readonly at: number }
  | { readonly kind: 'repeat'; readonly at: number }
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'header'; readonly name: string; readonly value: string }
  | { readonly kind: 'no-body' }
  | { readonly kind: 'no-files' }
  | { readonly kind: 'silence'; readonly mayHaveBeenHeard: boolean };

/** Values that readers tend to trip over. */
const TRAPS: readonly Json[] = [
  ...[null, true, false, 0, -1, 1e308, 0.1, '', ' ', '0', 'null', '[]', '{}', 'true', 'success', 'failed'],
  ...[[], {}, [null], [[]], [{}], { url: null }, { length: -1 }, 'file:0', 'file:99', 'file:-1', 'data:,'],
  ...['https://', 'http://[', 'javascript:alert(1)', 'ftp://x/y', '../../etc/passwd', '__proto__'],
  ...['\ud800', '\u0000', '９９', '2026-13-45T99:99:99Z', '1'.repeat(400), 'x'.repeat(5000)],
];

const value = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...TRAPS) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json> },
);
const STATUSES = [
  200, 201, 202, 204, 301, 400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 451, 455, 500, 502, 503, 524,
];
const HEADERS = ['content-type', 'retry-after', 'date', 'finish-reason', 'seed', 'x-request-id'];
const HEADER_VALUES = [
  '',
  '0',
  '-5',
  'soon',
  '1e999',
  'Thu, 01 Jan 1970 00:00:00 GMT',
  'text/html',
  '99999999999',
];

export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.array(
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ kind: fc.constant('replace' as const), at: fc.nat(), value }) },
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('remove' as const), at: fc.nat() }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('repeat' as const), at: fc.nat() }) },
    {
      weight: 2,
      arbitrary: fc.record({ kind: fc.constant('status' as const), status: fc.constantFrom(...STATUSES) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant('header' as const),
        name: fc.constantFrom(...HEADERS),
        value: fc.constantFrom(...HEADER_VALUES),
      }),
    },
    { weight: 1, arbitrary: fc.constant({ kind: 'no-body' as const }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'no-files' as const }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('silence' as const), mayHaveBeenHeard: fc.boolean() }),
    },
  ),
  { minLength: 1, maxLength: 4 },
);

/** A place inside JSON; the empty one is the whole. */
type Place = readonly (string | number)[];

function placesIn(json: Json, here: Place = []): Place[] {
  if (typeof json !== 'object' || json === null) return [here];
  return [here, ...Object.entries(json).flatMap(([key, inner]) => placesIn(inner, [...here, key]))];
}

/** JSON with one place changed; what the change returns as undefined is left out. */
function changed(json: Json, place: Place, change: (old: Json) => Json | undefined): Json | undefined {
  const [key, ...rest] = place;
  if (key === undefined) return change(json);
  if (typeof json !== 'object' || json === null) return json;
  const entries = Object.entries(json).flatMap(([name, inner]) => {
    const outcome = name === String(key) ? changed(inner, rest, change) : inner;
    return outcome === undefined ? [] : [[name, outcome] as const];
  });
  return Array.isArray(json) ? entries.map(([, inner]) => inner) : Object.fromEntries(entries);
}

/** A body with one mutation; undefined when nothing is left of it. */
export function mutateBody(body: Json | undefined, mutation: Mutation): Json | undefined {
  if (mutation.kind === 'no-body') return undefined;
  if (body === undefined || !('at' in mutation)) return body;
  const places = placesIn(body);
  const place = places[mutation.at % places.length] ?? [];
  if (mutation.kind === 'replace') return changed(body, place, () => mutation.value);
  if (mutation.kind === 'remove') return changed(body, place, () => undefined);
  return changed(body, place, (old) => [old, old]);
}
