import { expect, test } from 'vitest';
import { AppError } from '../lib/app-error.ts';
import { describeFailure } from './describe-failure.ts';

test('a full disk is told apart from a picture that cannot be processed', () => {
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' });
  expect(describeFailure(full)).toMatchObject({ kind: 'failed', code: 'storage_full' });
  expect(describeFailure(new Error('bad'))).toMatchObject({ code: 'picture_processing_failed' });
  const known = new AppError('file_damaged', { name: 'a.png' }, { cause: new Error('why') });
  expect(describeFailure(known)).toMatchObject({
    code: 'file_damaged',
    values: { name: 'a.png' },
    detail: expect.stringContaining('why'),
  });
});
