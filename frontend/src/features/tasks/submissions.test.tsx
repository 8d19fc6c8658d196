import { act, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { queryKeys } from '../../lib/query-keys.ts';
import { FakeUpload } from '../../testing/fake-upload.ts';
import { pngFile } from '../../testing/picture-files.ts';
import { renderPart } from '../../testing/render-part.tsx';
import { submissionQueue, useSubmissionUpkeep } from './submissions.ts';

function Upkeep() {
  useSubmissionUpkeep('user_1');
  return null;
}

beforeEach(() => {
  FakeUpload.sent = [];
  vi.stubGlobal('XMLHttpRequest', FakeUpload);
});

afterEach(() => {
  submissionQueue.clear();
  vi.unstubAllGlobals();
});

it('has models and prices read again when the server refuses the price on show', async () => {
  const { queryClient } = renderPart(<Upkeep />);
  const quote = queryKeys.quote({ asked: 'anything' });
  queryClient.setQueryData(queryKeys.models, []);
  queryClient.setQueryData(quote, { credits: 3 });
  const recipe = { taskType: 'basic_clean', model: 'local-basic-clean', parameters: {}, expectedPrice: 3 };
  const body = { success: false, data: null, code: 'price_changed', message: 'now 4', details: { price: 4 } };

  act(() => submissionQueue.add([pngFile('mug.png')], recipe));
  await waitFor(() => expect(FakeUpload.sent).toHaveLength(1));
  act(() => FakeUpload.sent[0]?.finish({ status: 409, body }));

  await waitFor(() => expect(queryClient.getQueryState(quote)?.isInvalidated).toBe(true));
  expect(queryClient.getQueryState(queryKeys.models)?.isInvalidated).toBe(true);
});
