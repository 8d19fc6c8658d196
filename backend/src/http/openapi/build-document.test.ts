import { ERRORS } from '@atelier/shared/errors';
import { describe, expect, test } from 'vitest';
import { buildDocument } from './build-document.ts';
import { DOCUMENTED_ROUTES } from './documented-routes.ts';

interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  parameters?: Array<{ name: string; in: string; required?: boolean; schema?: object }>;
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description: string; content?: Record<string, { schema: object }> }>;
  security: Array<Record<string, string[]>>;
}
interface PlainDocument {
  openapi: string;
  info: { title: string; version: string };
  tags: Array<{ name: string }>;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, object>; securitySchemes: Record<string, object> };
}

/** As clients get it: through JSON, so that nothing but data is left. */
const documentIn = (locale: 'en' | 'zh-CN'): PlainDocument =>
  JSON.parse(JSON.stringify(buildDocument(DOCUMENTED_ROUTES, locale)));
const document = documentIn('en');
const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ path, method, operation })),
);

/** Every object inside a value, itself included. */
function* objectsIn(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const child of Object.values(value)) yield* objectsIn(child);
}

describe('the API document', () => {
  test('is OpenAPI 3.1 with the required fields', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: 'Atelier', version: expect.any(String) });
    expect(operations).toHaveLength(DOCUMENTED_ROUTES.length);
    for (const path of Object.keys(document.paths)) expect(path).toMatch(/^\//);
  });

  test('every operation has a unique name, a known tag and at least one success', () => {
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    const tags = document.tags.map(({ name }) => name);
    for (const { operation } of operations) {
      expect(tags).toEqual(expect.arrayContaining(operation.tags));
      const statuses = Object.keys(operation.responses);
      expect(statuses.filter((status) => status.startsWith('2') && status !== '202')).toHaveLength(1);
      for (const [status, response] of Object.entries(operation.responses)) {
        expect(status).toMatch(/^[245]\d\d$/);
        expect(response.description).not.toBe('');
      }
    }
  });

  test('parameters in a path and parameters described are the same, and required', () => {
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      const described = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
      expect(described.map(({ name }) => name)).toEqual(inPath);
      for (const parameter of described) expect(parameter.required).toBe(true);
      for (const parameter of operation.parameters ?? []) expect(parameter.schema).toBeDefined();
    }
  });

  test('every reference leads somewhere and every schema type exists in JSON Schema', () => {
    const known = new Set(
      Object.keys(document.components.schemas).map((name) => `#/components/schemas/${name}`),
    );
    const types = new Set(['string', 'number', 'integer', 'boolean', 'object', 'array', 'null']);
    const references: string[] = [];
    for (const schema of operations.flatMap(({ operation }) => [...objectsIn(operation)])) {
      if (typeof schema.$ref === 'string') references.push(schema.$ref);
    }
    for (const schema of objectsIn(document.components.schemas)) {
      if (typeof schema.$ref === 'string') references.push(schema.$ref);
      // "nullable" belonged to 3.0.
      expect(schema).not.toHaveProperty('nullable', true);
      const type = schema.type;
      if (typeof type === 'string') expect(types).toContain(type);
    }
    expect(references.length).toBeGreaterThan(20);
    for (const reference of references) expect(known).toContain(reference);
  });

  test('schemas have names people chose', () => {
    for (const name of Object.keys(document.components.schemas)) expect(name).toMatch(/^[A-Z][A-Za-z]+$/);
    expect(Object.keys(document.components.schemas)).toEqual(
      expect.arrayContaining(['Task', 'Session', 'Receipt']),
    );
  });

  test('successes in JSON come in the envelope, failures with exactly their codes', () => {
    for (const { path, method, operation } of operations) {
      const route = DOCUMENTED_ROUTES.find((each) => each.path === path && each.method === method);
      // A door with words of its own is held to them by its own tests.
      if (route?.failureForm) continue;
      const codes: string[] = [];
      for (const [status, response] of Object.entries(operation.responses)) {
        const schema = response.content?.['application/json']?.schema as
          | { properties?: Record<string, { const?: unknown; enum?: string[] }>; required?: string[] }
          | undefined;
        if (status.startsWith('2')) {
          if (route && 'data' in route.answer)
            expect(schema?.required).toEqual(expect.arrayContaining(['success', 'data', 'message']));
          continue;
        }
        expect(schema?.properties?.success?.const, `${method} ${path}`).toBe(false);
        for (const code of schema?.properties?.code?.enum ?? []) {
          expect(String(ERRORS[code as keyof typeof ERRORS].status)).toBe(status);
          codes.push(code);
        }
      }
      expect(codes.sort()).toEqual([...(route?.allErrors ?? [])].sort());
    }
  });

  test('routes for signed-in people say how to sign in, open ones do not', () => {
    const securityOf = (path: string, method: string) => document.paths[path]?.[method]?.security;
    const session = [{ bearer: [] }, { cookie: [] }];
    const withKey = (scope: string) => [...session, { apiKeyBearer: [scope] }, { apiKey: [scope] }];
    expect(securityOf('/api/tasks', 'post')).toEqual(withKey('create'));
    expect(securityOf('/api/tasks', 'get')).toEqual(withKey('read'));
    // Deleting, the account, its keys and operators' routes are for people.
    expect(securityOf('/api/tasks/{id}', 'delete')).toEqual(session);
    expect(securityOf('/api/auth/me', 'get')).toEqual(session);
    expect(securityOf('/api/keys', 'post')).toEqual(session);
    expect(securityOf('/api/admin/lanes', 'get')).toEqual(session);
    expect(securityOf('/api/auth/login', 'post')).toEqual([]);
    const schemes = Object.keys(document.components.securitySchemes);
    for (const { operation } of operations) {
      for (const scheme of operation.security.flatMap(Object.keys)) expect(schemes).toContain(scheme);
    }
  });

  test('describes requests by the schemas that check them', () => {
    const register =
      document.paths['/api/auth/register']?.post?.requestBody?.content['application/json']?.schema;
    expect(register).toMatchObject({
      required: ['email', 'username', 'password'],
      additionalProperties: false,
      properties: { password: { minLength: 8, maxLength: 128 } },
    });
    const create = document.paths['/api/tasks']?.post?.requestBody?.content;
    expect(Object.keys(create ?? {})).toEqual(['multipart/form-data', 'application/json']);
  });

  test('exists in both languages, with nothing left untranslated', () => {
    const chinese = documentIn('zh-CN');
    for (const { path, method, operation } of operations) {
      const translated = chinese.paths[path]?.[method];
      expect(translated?.summary, `${method} ${path}`).toMatch(/\p{Script=Han}/u);
      expect(operation.summary).not.toMatch(/\p{Script=Han}/u);
      expect(Object.keys(translated?.responses ?? {})).toEqual(Object.keys(operation.responses));
    }
  });
});
