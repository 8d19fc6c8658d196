import type { Pagination } from '@atelier/shared/contracts/envelope';
import type { paths } from '@atelier/shared/generated/api';

// What the generated description of the server says, in the form the client's methods ask for it.

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

interface AnyOperation {
  readonly parameters: { readonly path?: unknown; readonly query?: unknown; readonly header?: unknown };
  readonly requestBody?: unknown;
  readonly responses: unknown;
}

/** Routes that have the method. */
export type PathWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, AnyOperation> ? P : never;
}[keyof paths];

type OperationOf<P extends keyof paths, M extends Method> =
  paths[P] extends Record<M, infer Operation> ? Operation : never;

type ContentOf<Holder> = Holder extends { content: { 'application/json': infer Json } } ? Json : never;

/** The envelope of a success. */
type AnswerOf<Operation> = Operation extends { responses: infer Responses }
  ? ContentOf<Responses[keyof Responses]>
  : never;

/** What a success carries in `data`. */
export type DataOf<P extends keyof paths, M extends Method> =
  AnswerOf<OperationOf<P, M>> extends { data: infer Data } ? Data : never;

/** Routes that answer GET with a list and where it goes on. */
export type PagedPath = {
  [P in PathWith<'get'>]: AnswerOf<OperationOf<P, 'get'>> extends { pagination: Pagination } ? P : never;
}[PathWith<'get'>];

/** Routes that take a multipart form. */
export type FormPath = {
  [P in PathWith<'post'>]: OperationOf<P, 'post'> extends {
    requestBody: { content: { 'multipart/form-data': unknown } };
  }
    ? P
    : never;
}[PathWith<'post'>];

/** As it may be written in the page: lists that do not change, and `undefined` for what is left out (JSON has none). */
export type Sendable<T> = T extends readonly (infer Item)[]
  ? readonly Sendable<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: Sendable<T[K]> | (undefined extends T[K] ? undefined : never) }
    : T;

/** Left out where the route has none, must be given where the route needs it, and may be where nothing in it is needed. */
type Part<Name extends string, Value> = [Value] extends [undefined]
  ? { readonly [K in Name]?: undefined }
  : Record<never, never> extends NonNullable<Value>
    ? { readonly [K in Name]?: Sendable<NonNullable<Value>> | undefined }
    : { readonly [K in Name]: Sendable<NonNullable<Value>> };

/** Only where repeating a request with the same key never does the work twice. */
type KeyPart<Header> = [Header] extends [{ 'Idempotency-Key'?: string }]
  ? [Header] extends [never]
    ? { readonly idempotencyKey?: undefined }
    : { readonly idempotencyKey?: string | undefined }
  : { readonly idempotencyKey?: undefined };

type ParametersOf<P extends keyof paths, M extends Method> =
  OperationOf<P, M> extends {
    parameters: infer Parameters;
  }
    ? Parameters
    : never;

type At<T, Name extends PropertyKey> = Name extends keyof T ? T[Name] : undefined;

/** Options of any route: what the client works with once the types below have done their work. */
export interface RequestOptions {
  /** Values for the `{name}`s of the route. */
  readonly path?: Readonly<Record<string, string | number>> | undefined;
  readonly query?: object | undefined;
  readonly body?: unknown;
  readonly idempotencyKey?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What stands in the address of a route. */
export type AddressOf<P extends keyof paths, M extends Method> = Pick<RequestOptions, 'path' | 'query'> &
  Part<'path', At<ParametersOf<P, M>, 'path'>> &
  Part<'query', At<ParametersOf<P, M>, 'query'>>;

export type OptionsOf<P extends keyof paths, M extends Method> = RequestOptions &
  AddressOf<P, M> &
  Part<'body', ContentOf<At<OperationOf<P, M>, 'requestBody'>>> &
  KeyPart<NonNullable<At<ParametersOf<P, M>, 'header'>>>;

export interface UploadProgress {
  /** Bytes on the wire over bytes to send, 0 to 1. */
  readonly onProgress?: ((fraction: number) => void) | undefined;
}

export type UploadOptionsOf<P extends FormPath> = RequestOptions &
  UploadProgress &
  AddressOf<P, 'post'> &
  KeyPart<NonNullable<At<ParametersOf<P, 'post'>, 'header'>>>;

/** Options may be left out where nothing in them is needed. */
export type Trailing<Options> =
  Record<never, never> extends Options ? [options?: Options] : [options: Options];
