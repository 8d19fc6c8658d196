import { buildDocument } from '@atelier/backend/http/openapi/build-document';
import { DOCUMENTED_ROUTES } from '@atelier/backend/http/openapi/documented-routes';
import openapiTypescript, { astToString } from 'openapi-typescript';
// Version 5, which the generator writes with: version 7, which checks the house, has no such interface.
import ts from 'typescript';

export const API_TYPES_PATH = 'shared/src/generated/api.ts';

const HEAD = `// Made by \`pnpm client:generate\` from the API document; do not edit.
// Failures are left out: they look alike at every route, see contracts/envelope.ts and errors.ts.

`;

/** A type that means itself must have a name of its own; the generator writes schemas as members of an interface. */
const JSON_VALUE = `export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue };
`;

/** The text of shared/src/generated/api.ts: every route of the API document with its requests and successes, as types. */
export async function apiTypes(): Promise<string> {
  const document: {
    paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
  } = JSON.parse(JSON.stringify(buildDocument(DOCUMENTED_ROUTES, 'en')));
  for (const operation of Object.values(document.paths).flatMap((item) => Object.values(item))) {
    const successes = Object.entries(operation.responses).filter(([status]) => status.startsWith('2'));
    operation.responses = Object.fromEntries(successes);
  }
  const nodes = await openapiTypescript(JSON.stringify(document), {
    inject: JSON_VALUE,
    transform: (_schema, { path }) =>
      path?.endsWith('/schemas/JsonValue') ? ts.factory.createTypeReferenceNode('JsonValue') : undefined,
  });
  return HEAD + astToString(nodes);
}
