import { buildDocument } from '@atelier/backend/http/openapi/build-document';
import type { RouteAccess, RouteMethod } from '@atelier/backend/http/openapi/document-route';
import { DOCUMENTED_ROUTES } from '@atelier/backend/http/openapi/documented-routes';

/** JSON Schema (draft 2020-12), as far as the fuzzer reads it. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly format?: string;
  readonly contentEncoding?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

interface Content {
  readonly [contentType: string]: { readonly schema: Schema };
}

interface PlainOperation {
  readonly parameters?: ReadonlyArray<{
    readonly name: string;
    readonly in: 'path' | 'query' | 'header' | 'cookie';
    readonly required?: boolean;
    readonly schema: Schema;
  }>;
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

export interface Operation extends PlainOperation {
  readonly method: RouteMethod;
  readonly path: string;
  readonly access: RouteAccess;
  /** Where the operation stands in the document, for references to its schemas. */
  readonly pointer: string;
}

export interface ApiDescription {
  readonly document: object;
  readonly operations: readonly Operation[];
  resolve(schema: Schema): Schema;
}

const escapePointer = (text: string): string => text.replaceAll('~', '~0').replaceAll('/', '~1');

/** The API document as clients get it, and its operations one by one. */
export function readApi(): ApiDescription {
  const document: {
    paths: Record<string, Record<string, PlainOperation>>;
    components: { schemas: Record<string, Schema> };
  } = JSON.parse(JSON.stringify(buildDocument(DOCUMENTED_ROUTES, 'en')));
  const operations = DOCUMENTED_ROUTES.map(({ method, path, access }) => {
    const plain = document.paths[path]?.[method];
    if (!plain) throw new Error(`${method} ${path} is not in the document`);
    return { ...plain, method, path, access, pointer: `#/paths/${escapePointer(path)}/${method}` };
  });
  const resolve = (schema: Schema): Schema => {
    if (schema.$ref === undefined) return schema;
    const found = document.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
    if (!found) throw new Error(`${schema.$ref} leads nowhere`);
    return found;
  };
  return { document, operations, resolve };
}
