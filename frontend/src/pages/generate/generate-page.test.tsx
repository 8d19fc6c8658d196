import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { type FakeRoute, fakeServer, renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { sampleTask } from '../../testing/sample-task.ts';
import { GeneratePage } from './generate-page.tsx';

const label = (text: string) => ({ en: text, 'zh-CN': text });
const base = {
  provider: 'kie',
  providerLabel: label('Our gateway'),
  description: label(''),
  outputType: 'image',
  functionTags: ['text-to-image'],
  featureTags: [],
  life: { state: 'active', since: null, successor: null },
  priceRule: { base: 3 },
  inputs: { min: 0, max: 0, types: ['image'] },
  continues: [],
  typicalSeconds: 20,
  available: true,
  unavailableReason: null,
  emulated: false,
  parameters: {
    type: 'object',
    required: ['prompt'],
    properties: {
      prompt: { type: 'string', control: 'textarea', label: label('Prompt') },
      voice: { type: 'string', control: 'select', vendorOptions: true, default: 'v1', label: label('Voice') },
    },
  },
};
const models = [
  { ...base, slug: 'new-v2.5', label: label('New model') },
  { ...base, slug: 'no-key', label: label('Without a key'), available: false, unavailableReason: 'no_key' },
  {
    ...base,
    slug: 'paused',
    label: label('Paused'),
    available: false,
    unavailableReason: 'circuit_open',
  },
  {
    ...base,
    slug: 'old',
    label: label('Old model'),
    available: false,
    unavailableReason: 'retired',
    life: { state: 'retired', since: '2026-03-01', successor: 'new-v2.5' },
  },
];

function open(at: string, more: Readonly<Record<string, FakeRoute>> = {}) {
  const requests = fakeServer({
    'GET /api/auth/me': () => ({
      data: { id: 'user_1', email: 'a@b.c', username: null, role: 'user', createdAt: '', membership: null },
    }),
    'GET /api/models': () => ({ data: models }),
    'GET /api/task-types': () => ({
      data: [{ slug: 'generate', label: label('Generate'), models: models.map(({ slug }) => slug) }],
    }),
    'GET /api/tasks': () => ({ data: [], pagination: { total: 0, limit: 24, offset: 0, hasMore: false } }),
    'GET /api/models/new-v2.5/options/voice': () => ({ status: 503, code: 'vendor_unavailable' }),
    'POST /api/quotes': () => ({ data: { credits: 3, balance: 10, affordable: true, typicalSeconds: 20 } }),
    ...more,
  });
  renderPage(<GeneratePage />, { path: '/generate/:slug?', at });
  return requests;
}

const prompt = () => screen.findByRole('textbox', { name: 'Prompt' });
const pressStart = async () => {
  await waitFor(() =>
    expect(screen.getByRole('button', { name: 'Start' })).toHaveProperty('disabled', false),
  );
  fireEvent.keyDown(window, { key: 'Enter', ctrlKey: true });
};

afterEach(() => {
  tidyUp();
  sessionStorage.clear();
});

describe('the gallery', () => {
  it('says what models cost, why one cannot be used, and who came after a retired one', async () => {
    open('/generate');
    expect(await screen.findByText('from 3 credits · about 20 sec')).toBeDefined();
    expect(screen.getByText('Its vendor has no key here.')).toBeDefined();
    expect(screen.getByText('Paused: its vendor keeps failing.')).toBeDefined();
    expect(screen.getByText('1 retired model')).toBeDefined();
    expect(screen.getByText(/^Retired by its vendor on /)).toBeDefined();
    expect(screen.getByRole('link', { name: 'Use New model instead' }).getAttribute('href')).toBe(
      '/generate/new-v2.5',
    );
  });

  it('calls vendors what the server calls them, also where it searches and narrows', async () => {
    open('/generate?q=gateway');
    expect((await screen.findAllByText('Our gateway', { selector: 'p' })).length).toBe(4);
    expect(screen.getByRole('option', { name: 'Our gateway' })).toHaveProperty('value', 'kie');
  });

  it('narrows as the search is typed, and keeps it in the address', async () => {
    open('/generate');
    fireEvent.change(await screen.findByRole('searchbox'), { target: { value: 'without' } });
    expect(screen.getByText('1 model')).toBeDefined();
    await waitFor(() => expect(screen.getByTestId('address').textContent).toBe('/generate?q=without'));
  });

  it('lets a word be composed in peace, and then searches for it', async () => {
    open('/generate?q=old');
    const field = await screen.findByRole<HTMLInputElement>('searchbox');
    expect(field.value).toBe('old');
    fireEvent.change(field, { target: { value: '' } });
    await waitFor(() => expect(screen.getByTestId('address').textContent).toBe('/generate'));
    fireEvent.compositionStart(field);
    fireEvent.change(field, { target: { value: 'wi' } });
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(field.value).toBe('wi');
    expect(screen.getByText('3 models')).toBeDefined();
    expect(screen.getByTestId('address').textContent).toBe('/generate');
    fireEvent.change(field, { target: { value: 'without' } });
    fireEvent.compositionEnd(field);
    expect(screen.getByText('1 model')).toBeDefined();
    await waitFor(() => expect(screen.getByTestId('address').textContent).toBe('/generate?q=without'));
  });
});

describe('a model', () => {
  it('falls back to plain text when the vendor cannot be asked for its list', async () => {
    open('/generate/new-v2.5');
    const voice = await screen.findByRole('textbox', { name: 'Voice' });
    expect(voice).toHaveProperty('value', 'v1');
    expect(screen.getByText(/Type the exact value/)).toBeDefined();
  });

  it('starts with what is on show, and shows the task in the address', async () => {
    const task = sampleTask({ status: 'processing', results: [], inputs: [], canCancel: true });
    const requests = open('/generate/new-v2.5', {
      'POST /api/tasks': () => ({ status: 201, data: task }),
      'GET /api/tasks/task_1': () => ({ data: task }),
    });
    fireEvent.change(await prompt(), { target: { value: 'a mug' } });
    await pressStart();
    await waitFor(() =>
      expect(screen.getByTestId('address').textContent).toBe('/generate/new-v2.5?task=task_1'),
    );
    const order = requests.find(({ method, url }) => method === 'POST' && url === '/api/tasks');
    expect(order?.body).toEqual({
      taskType: 'generate',
      model: 'new-v2.5',
      parameters: { prompt: 'a mug', voice: 'v1' },
      inputAssetIds: [],
      expectedPrice: 3,
    });
  });

  it('sends an order whose answer was lost again under the same key, and a changed one under another', async () => {
    const requests = open('/generate/new-v2.5', {
      'POST /api/tasks': () => {
        throw new TypeError('network');
      },
    });
    fireEvent.change(await prompt(), { target: { value: 'a mug' } });
    const orders = () => requests.filter(({ method, url }) => method === 'POST' && url === '/api/tasks');
    await pressStart();
    await waitFor(() => expect(orders()).toHaveLength(1));
    await screen.findByText(/server cannot be reached/);
    await pressStart();
    await waitFor(() => expect(orders()).toHaveLength(2));
    await waitFor(() =>
      expect(screen.getByRole('button', { name: 'Start' }).dataset.loading).toBeUndefined(),
    );
    fireEvent.change(await prompt(), { target: { value: 'two mugs' } });
    await pressStart();
    await waitFor(() => expect(orders()).toHaveLength(3));
    const keys = orders().map(({ headers }) => headers.get('Idempotency-Key'));
    expect(keys[1]).toBe(keys[0]);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('sends nothing and goes to the field when something must still be said', async () => {
    const requests = open('/generate/new-v2.5');
    await screen.findByText('Still needed: Prompt');
    fireEvent.keyDown(window, { key: 'Enter', metaKey: true });
    expect(document.activeElement).toBe(await prompt());
    expect(requests.some(({ method, url }) => method === 'POST' && url === '/api/tasks')).toBe(false);
  });
});

describe('the price', () => {
  it('is held against the balance as it is now, not as it was when the price was asked for', async () => {
    open('/generate/new-v2.5', {
      'GET /api/credits': () => ({ data: { credits: 2, held: 8, totalEarned: 10, totalSpent: 0 } }),
    });
    expect(await screen.findByText(/This needs 3 credits; you have 2/)).toBeDefined();
  });

  it('can be asked for again when it did not come', async () => {
    let asked = 0;
    open('/generate/new-v2.5', {
      'POST /api/quotes': () => {
        asked += 1;
        return asked === 1
          ? { status: 503, code: 'server_busy', message: 'Too much to do.' }
          : { data: { credits: 3, balance: 10, affordable: true, typicalSeconds: 20 } };
      },
    });
    expect(await screen.findByText('The price could not be read')).toBeDefined();
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('3 credits')).toBeDefined();
  });
});

describe('a picture that is gone', () => {
  const masked = {
    ...base,
    slug: 'masked',
    label: label('Model with a mask'),
    parameters: {
      ...base.parameters,
      properties: {
        prompt: base.parameters.properties.prompt,
        mask: { type: 'string', control: 'asset', default: '', label: label('Mask') },
      },
    },
  };
  const linkWith = (mask: string) =>
    `/generate/masked?parameters=${encodeURIComponent(JSON.stringify({ prompt: 'A mug', mask }))}`;
  const orderedWith = async (mask: string, assets: readonly object[]) => {
    const requests = open(linkWith(mask), {
      'GET /api/models': () => ({ data: [masked] }),
      'GET /api/task-types': () => ({
        data: [{ slug: 'generate', label: label('Generate'), models: [masked.slug] }],
      }),
      'GET /api/assets': () => ({ data: assets }),
      'POST /api/tasks': () => ({ status: 402, code: 'credits_insufficient' }),
    });
    const isAsked = ({ url }: { url: string }) => url.startsWith('/api/assets');
    await waitFor(() => expect(requests.some(isAsked)).toBe(true));
    await screen.findByRole('button', { name: /^Mask/ });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await pressStart();
    const isOrder = ({ method, url }: { method: string; url: string }) =>
      method === 'POST' && url === '/api/tasks';
    await waitFor(() => expect(requests.some(isOrder)).toBe(true));
    return requests.find(isOrder)?.body;
  };

  it('is not ordered with, as it cannot be seen', async () => {
    expect(await orderedWith('asset_gone', [])).not.toHaveProperty('parameters.mask', 'asset_gone');
  });

  it('stays in the order while it is there', async () => {
    const asset = { ...sampleTask().inputs[0], id: 'asset_here' };
    expect(await orderedWith('asset_here', [asset])).toHaveProperty('parameters.mask', 'asset_here');
  });
});
