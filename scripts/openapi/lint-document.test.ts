import { expect, test } from 'vitest';
import { lintDocument } from './lint-document.ts';

/** Probes cannot be asked wrongly. */
const EXCEPTIONS = ['/healthz', '/readyz'].map(
  (path) =>
    `operation-4xx-response: Operation must have at least one \`4XX\` response. (#/paths/${path.replace('/', '~1')}/get/responses)`,
);

test.each(['en', 'zh-CN'] as const)(
  'the API document in %s passes the recommended rules of the linter',
  async (locale) => {
    expect(await lintDocument(locale)).toEqual(EXCEPTIONS);
  },
);

test('the linter does find what is wrong', async () => {
  const twice = (text: string) => text.replace('"operationId":"readTask"', '"operationId":"createTask"');
  expect((await lintDocument('en', twice)).join('\n')).toMatch(/operation-operationId-unique/);
  const dangling = (text: string) =>
    text.replace('#/components/schemas/Task"', '#/components/schemas/Nothing"');
  expect((await lintDocument('en', dangling)).join('\n')).toMatch(/no-unresolved-refs/);
});
