import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOCUMENTED_ROUTES } from '@atelier/backend/http/openapi/documented-routes';
import { beforeAll, describe, expect, it } from 'vitest';
import { API_TYPES_PATH, apiTypes } from './api-types.ts';
import { ROOT } from './paths.ts';

describe('the types of the page’s client', () => {
  let text = '';
  beforeAll(async () => {
    text = await apiTypes();
  });

  it('are what the API document says; `pnpm client:generate` writes them anew', () => {
    const written = readFileSync(join(ROOT, API_TYPES_PATH), 'utf8');
    expect(written === text, `${API_TYPES_PATH} is stale: run pnpm client:generate`).toBe(true);
  });

  it('name every documented route and its operation', () => {
    for (const { path, name } of DOCUMENTED_ROUTES) {
      expect(text).toContain(`    "${path}": {\n`);
      expect(text).toContain(`: operations["${name}"];\n`);
    }
  });
});
