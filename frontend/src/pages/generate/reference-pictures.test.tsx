import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeUpload } from '../../testing/fake-upload.ts';
import { type FakeAnswer, fakeServer, renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { pngFile } from '../../testing/picture-files.ts';
import { sampleAsset } from '../../testing/sample-task.ts';
import { GeneratePage } from './generate-page.tsx';

const label = (text: string) => ({ en: text, 'zh-CN': text });
const model = {
  slug: 'editor',
  label: label('Editor'),
  provider: 'kie',
  providerLabel: label('Kie.ai'),
  description: label(''),
  outputType: 'image',
  functionTags: ['image-to-image'],
  featureTags: [],
  life: { state: 'active', since: null, successor: null },
  priceRule: { base: 3 },
  inputs: { min: 0, max: 3, types: ['image'] },
  continues: [],
  typicalSeconds: 20,
  available: true,
  unavailableReason: null,
  emulated: false,
  parameters: {
    type: 'object',
    required: ['prompt'],
    properties: { prompt: { type: 'string', control: 'textarea', label: label('Prompt') } },
  },
};

const namesOf = (url: string) => new URL(url, 'http://page').searchParams.get('ids')?.split(',') ?? [];

/** The workbench with a prompt; `assets` answers for the pictures, by default with every one asked for. */
async function open(assets?: (ids: readonly string[]) => FakeAnswer | Promise<FakeAnswer>) {
  const requests = fakeServer({
    'GET /api/auth/me': () => ({
      data: { id: 'user_1', email: 'a@b.c', username: null, role: 'user', createdAt: '', membership: null },
    }),
    'GET /api/models': () => ({ data: [model] }),
    'GET /api/task-types': () => ({
      data: [{ slug: 'generate', label: label('Generate'), models: [model.slug] }],
    }),
    'GET /api/tasks': () => ({ data: [], pagination: { total: 0, limit: 24, offset: 0, hasMore: false } }),
    'POST /api/quotes': () => ({ data: { credits: 3, balance: 10, affordable: true, typicalSeconds: 20 } }),
    'GET /api/assets': ({ url }) => {
      const ids = namesOf(url);
      return assets ? assets(ids) : { data: ids.map((id) => sampleAsset({ id, name: id })) };
    },
    'POST /api/tasks': () => ({ status: 402, code: 'credits_insufficient' }),
  });
  renderPage(<GeneratePage />, { path: '/generate/:slug?', at: '/generate/editor' });
  fireEvent.change(await screen.findByRole('textbox', { name: 'Prompt' }), { target: { value: 'a mug' } });
  await waitFor(() => expect(startButton()).toHaveProperty('disabled', false));
  const order = () => requests.find(({ method, url }) => method === 'POST' && url === '/api/tasks')?.body;
  return { order };
}

const startButton = () => screen.getByRole('button', { name: 'Start' });
const choose = (...files: File[]) =>
  fireEvent.change(screen.getByTestId('reference-input'), { target: { files } });
const pressStart = () => fireEvent.keyDown(window, { key: 'Enter', ctrlKey: true });

async function nthUpload(index: number): Promise<FakeUpload> {
  await vi.waitUntil(() => FakeUpload.sent.length > index, 10_000);
  const upload = FakeUpload.sent[index];
  if (!upload) throw new Error(`upload ${index} was not sent`);
  return upload;
}

const finish = async (index: number, ...ids: string[]) => {
  const upload = await nthUpload(index);
  const data = ids.map((id) => sampleAsset({ id, name: id }));
  act(() => upload.finish({ status: 201, body: { success: true, data, message: 'OK' } }));
};

beforeEach(() => {
  FakeUpload.sent = [];
  vi.stubGlobal('XMLHttpRequest', FakeUpload);
  vi.stubGlobal('createImageBitmap', async () => ({ width: 40, height: 30, close: () => undefined }));
});
afterEach(() => {
  tidyUp();
  sessionStorage.clear();
});

describe('pictures to work from', () => {
  it('hold the order back until they have arrived and the server has shown them', async () => {
    let show: (answer: FakeAnswer) => void = () => undefined;
    const shown = new Promise<FakeAnswer>((resolve) => {
      show = resolve;
    });
    const { order } = await open(() => shown);
    choose(pngFile('mug.png'));
    expect(await screen.findByText('A picture is still uploading')).toBeDefined();
    expect(startButton()).toHaveProperty('disabled', true);
    pressStart();
    await finish(0, 'asset_mug');
    await waitFor(() => expect(screen.queryByLabelText('Uploading')).toBeNull());
    pressStart();
    expect(order()).toBeUndefined();
    await act(async () => show({ data: [sampleAsset({ id: 'asset_mug', name: 'asset_mug' })] }));
    await waitFor(() => expect(startButton()).toHaveProperty('disabled', false));
    pressStart();
    await waitFor(() => expect(order()).toMatchObject({ inputAssetIds: ['asset_mug'] }));
  });

  it('say so when they cannot be read, with a way to try again, and hold the order back', async () => {
    let works = false;
    await open((ids) =>
      works
        ? { data: ids.map((id) => sampleAsset({ id, name: id })) }
        : { status: 403, code: 'forbidden', message: 'Not now' },
    );
    choose(pngFile('mug.png'));
    await finish(0, 'asset_mug');
    expect(await screen.findByText('Not now')).toBeDefined();
    expect(startButton()).toHaveProperty('disabled', true);
    works = true;
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    await waitFor(() => expect(startButton()).toHaveProperty('disabled', false));
  });

  it('both arrive when a second is added before the first is there', async () => {
    const { order } = await open();
    choose(pngFile('one.png'));
    await nthUpload(0);
    choose(pngFile('two.png'));
    await nthUpload(1);
    await finish(0, 'asset_one');
    await finish(1, 'asset_two');
    await waitFor(() => expect(screen.getAllByRole('button', { name: /^Remove asset_/ })).toHaveLength(2));
    await waitFor(() => expect(startButton()).toHaveProperty('disabled', false));
    pressStart();
    await waitFor(() => expect(order()).toMatchObject({ inputAssetIds: ['asset_one', 'asset_two'] }));
  });

  it('show how far they are, and can be stopped', async () => {
    const { order } = await open();
    choose(pngFile('mug.png'));
    const upload = await nthUpload(0);
    act(() => upload.upload.onprogress?.({ lengthComputable: true, loaded: 40, total: 100 }));
    expect(screen.getByText('40%')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Stop the upload' }));
    expect(upload.isAborted).toBe(true);
    await waitFor(() => expect(startButton()).toHaveProperty('disabled', false));
    expect(screen.queryByRole('alert')).toBeNull();
    pressStart();
    await waitFor(() => expect(order()).toMatchObject({ inputAssetIds: [] }));
  });

  it('beyond the room for them are left out, and the page says how many', async () => {
    await open();
    choose(...['1', '2', '3', '4', '5'].map((name) => pngFile(`${name}.png`)));
    expect(await screen.findByText('At most 3 fit at once; 2 files were left out.')).toBeDefined();
    expect((await nthUpload(0)).form?.getAll('files')).toHaveLength(3);
  });
});
