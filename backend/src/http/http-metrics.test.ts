import { expect, test } from 'vitest';
import { templateFinder } from './http-metrics.ts';
import { DOCUMENTED_ROUTES } from './openapi/documented-routes.ts';

const templateOf = templateFinder(DOCUMENTED_ROUTES);

test.each([
  ['GET', '/api/tasks', '/api/tasks'],
  ['GET', '/api/tasks/', '/api/tasks'],
  ['GET', '/api/tasks?limit=5', '/api/tasks'],
  ['GET', '/api/tasks/archive?ids=a', '/api/tasks/archive'],
  ['GET', '/api/tasks/task_1', '/api/tasks/{id}'],
  ['HEAD', '/api/tasks/task_1', '/api/tasks/{id}'],
  ['DELETE', '/api/tasks/task_1', '/api/tasks/{id}'],
  ['GET', '/api/tasks/task_1/status', '/api/tasks/{id}/status'],
  ['GET', '/files/results/user_1/a.png', '/files/{key}'],
  ['GET', '/api/openapi.json', '/api/openapi.json'],
  ['GET', '/api/openapiXjson', 'other'],
  ['PATCH', '/api/tasks', 'other'],
  ['GET', '/api/tasks/a/b/c', 'other'],
  ['GET', '/', 'other'],
])('%s %s is measured as %s', (method, url, template) => {
  expect(templateOf(method, url)).toBe(template);
});
