import { afterAll } from 'vitest';

// A promise nobody handles is a bug, also when the test around it has already passed.
const unhandled: unknown[] = [];
const note = (reason: unknown): number => unhandled.push(reason);
process.on('unhandledRejection', note);
afterAll(() => {
  process.off('unhandledRejection', note);
  if (unhandled.length > 0) throw new AggregateError(unhandled, 'unhandled rejections');
});
