import { afterAll } from 'vitest';

// A promise nobody handles is a bug, also when the test around it has already passed.
const unhandled: unknown[] = [];
process.on('unhandledRejection', (reason) => unhandled.push(reason));
afterAll(() => {
  if (unhandled.length > 0) throw new AggregateError(unhandled, 'unhandled rejections');
});
