import { createConfig, lintFromString } from '@redocly/openapi-core';
import { buildDocument } from '../../backend/src/http/openapi/build-document.ts';
import { DOCUMENTED_ROUTES } from '../../backend/src/http/openapi/documented-routes.ts';
import type { Locale } from '../../shared/src/locales.ts';

/** What the linter finds wrong with the API document in one language, one line each. */
export async function lintDocument(
  locale: Locale,
  change: (text: string) => string = (text) => text,
): Promise<string[]> {
  const source = change(JSON.stringify(buildDocument(DOCUMENTED_ROUTES, locale)));
  const config = await createConfig({ extends: ['recommended'] });
  const problems = await lintFromString({ source, config });
  return problems.map(
    ({ ruleId, message, location }) =>
      `${ruleId}: ${message} (${location.map(({ pointer }) => pointer).join(', ')})`,
  );
}
