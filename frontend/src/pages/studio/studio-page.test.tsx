import type { Asset } from '@atelier/shared/contracts/asset';
import type { CatalogueModel, CatalogueTaskType } from '@atelier/shared/contracts/catalogue';
import type { Task } from '@atelier/shared/contracts/task';
import type { ParameterSchema } from '@atelier/shared/parameter-form';
import { cleanup, fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { batchUploads } from '../../features/batches/uploads.ts';
import { FakeUpload } from '../../testing/fake-upload.ts';
import {
  type FakeAnswer,
  type FakeRoute,
  fakeServer,
  renderPage,
  tidyUp,
} from '../../testing/page-bench.tsx';
import { pngFile } from '../../testing/picture-files.ts';
import { sampleBatch } from '../../testing/sample-batch.ts';
import { sampleTask } from '../../testing/sample-task.ts';
import { StudioPage } from './studio-page.tsx';

const label = (text: string) => ({ en: text, 'zh-CN': `${text}（中）` });

const schema: ParameterSchema = {
  type: 'object',
  properties: {
    style: {
      type: 'string',
      enum: ['sketch', 'poster'],
      default: 'sketch',
      control: 'select',
      label: label('Style'),
      options: { sketch: label('Sketch'), poster: label('Poster') },
    },
    title: { type: 'string', maxLength: 5, default: 'none', control: 'text', label: label('Title') },
  },
};

/** Of a model that works by words. */
const schemaWithPrompt: ParameterSchema = {
  ...schema,
  properties: {
    ...schema.properties,
    prompt: { type: 'string', maxLength: 500, default: '', control: 'textarea', label: label('Prompt') },
  },
};

const recipe = (slug: string, name: string, isRunnable = true): CatalogueTaskType => ({
  slug,
  label: label(name),
  description: label(`About ${name}`),
  models: [`local-${slug}`],
  defaultModel: isRunnable ? `local-${slug}` : null,
  unavailableReason: isRunnable ? null : 'no_key',
  needsMembership: slug === 'poses',
  prompt: slug === 'paint' ? 'Paint it.' : null,
});
const model = (slug: string, available = true): CatalogueModel => ({
  slug: `local-${slug}`,
  provider: 'local',
  providerLabel: label('This server'),
  label: label(slug),
  description: label(slug),
  outputType: 'image',
  parameters: slug === 'paint' ? schemaWithPrompt : schema,
  priceRule: { base: 2 },
  inputs: { min: 1, max: 5, types: ['image'] },
  functionTags: [],
  featureTags: [],
  life: { state: 'active', since: null, successor: null },
  continues: [],
  typicalSeconds: null,
  available,
  unavailableReason: available ? null : 'no_key',
  emulated: false,
});

let accountId = 0;

/** The studio of a person nobody has seen before, so no test finds another's draft. */
function openStudio(query: string): void {
  accountId += 1;
  const account = { id: `user_${accountId}`, email: 'test@example.com', username: null, role: 'user' };
  showStudio(account, query);
}

function showStudio(account: object, query: string, more: Readonly<Record<string, FakeRoute>> = {}) {
  const requests = fakeServer({
    'GET /api/auth/me': () => ({ data: account }),
    'GET /api/credits': () => ({ data: { credits: 98, held: 2, totalEarned: 100, totalSpent: 0 } }),
    'GET /api/task-types': () => ({
      data: [
        recipe('clean', 'Clean'),
        recipe('paint', 'Paint'),
        recipe('poses', 'Poses'),
        recipe('stopped', 'Stopped', false),
      ],
    }),
    'GET /api/models': () => ({
      data: [model('clean'), model('paint'), model('poses'), model('stopped', false)],
    }),
    'GET /api/tasks': () => ({ data: [], pagination: { limit: 50, offset: 0, total: 0, hasMore: false } }),
    ...more,
  });
  renderPage(<StudioPage />, { path: '/', at: `/${query}` });
  return requests;
}

const linkOf = (taskType: string, parameters: unknown) =>
  `?${new URLSearchParams({
    taskType,
    model: `local-${taskType}`,
    parameters: typeof parameters === 'string' ? parameters : JSON.stringify(parameters),
  })}`;

const chosen = async (name: string) =>
  waitFor(() => expect(screen.getByRole<HTMLInputElement>('radio', { name }).checked).toBe(true));
const fieldValue = (name: string) => screen.getByLabelText<HTMLInputElement | HTMLSelectElement>(name).value;
const address = () => screen.getByTestId('address').textContent;

afterEach(tidyUp);

describe('a recipe without a model', () => {
  it('cannot be chosen and says why, as part of its name', async () => {
    openStudio('');
    const stopped = await screen.findByRole<HTMLInputElement>('radio', {
      name: 'Stopped Its vendor has no key here.',
    });
    expect(stopped.disabled).toBe(true);
    expect(screen.getByText('Its vendor has no key here.')).toBeDefined();
    await chosen('Clean');
  });
});

describe('a link to the studio', () => {
  it('chooses recipe, model and parameters, and cleans the address', async () => {
    openStudio(linkOf('paint', { style: 'poster', title: 'Mug' }));
    await chosen('Paint');
    expect(fieldValue('Style')).toBe('poster');
    expect(fieldValue('Title')).toBe('Mug');
    await waitFor(() => expect(address()).toBe('/'));
  });

  it('shows in an empty prompt which words the recipe brings', async () => {
    openStudio(linkOf('paint', {}));
    await chosen('Paint');
    expect(screen.getByPlaceholderText(/Paint it\.$/)).toBe(screen.getByLabelText('Prompt'));
    expect(fieldValue('Prompt')).toBe('');
  });

  it('counts once: what is chosen afterwards stays', async () => {
    openStudio(linkOf('paint', { style: 'poster' }));
    await chosen('Paint');
    fireEvent.click(screen.getByRole('radio', { name: 'Clean' }));
    await chosen('Clean');
    expect(fieldValue('Style')).toBe('sketch');
  });

  it('is ignored where the schema does not allow it', async () => {
    openStudio(linkOf('paint', { style: 'oil', title: 'far too long', unknown: { deep: 1 } }));
    await chosen('Paint');
    expect(fieldValue('Style')).toBe('sketch');
    expect(fieldValue('Title')).toBe('none');
  });

  it.each([
    ['a recipe nobody knows', linkOf('gone', { style: 'poster' })],
    ['a recipe that cannot run now', linkOf('stopped', { style: 'poster' })],
  ])('to %s opens the first recipe', async (_case, query) => {
    openStudio(query);
    await chosen('Clean');
    expect(fieldValue('Style')).toBe('sketch');
    await waitFor(() => expect(address()).toBe('/'));
  });

  it('with parameters that are no JSON keeps the recipe', async () => {
    vi.spyOn(console, 'warn').mockReturnValue();
    openStudio(linkOf('paint', '{style'));
    await chosen('Paint');
    expect(fieldValue('Style')).toBe('sketch');
  });
});

describe('a recipe for members', () => {
  const membership = {
    plan: 'Pro',
    startsAt: '2026-01-01T00:00:00.000Z',
    endsAt: '2026-02-01T12:00:00.000Z',
  };

  it('says what opens it to whoever is none, and offers no start', async () => {
    showStudio({ id: 'user_guest', membership: null }, linkOf('poses', { style: 'poster' }));
    await chosen('Poses for members');
    const note = await screen.findByText('This recipe is for members.');
    expect(note.parentElement?.textContent).toContain('Ask the operator for a membership.');
    expect(screen.getByRole('link', { name: 'See your membership' }).getAttribute('href')).toBe('/credits');
    expect(screen.getByRole('button', { name: 'Start' }).hasAttribute('disabled')).toBe(true);
  });

  it('tells when the membership ended', async () => {
    const account = { id: 'user_late', membership: { ...membership, active: false } };
    showStudio(account, linkOf('poses', {}));
    await chosen('Poses for members');
    expect(await screen.findByText(/Your membership ended on Feb 1, 2026/)).toBeTruthy();
  });

  it('costs members the price and nothing else', async () => {
    const account = { id: 'user_member', membership: { ...membership, active: true } };
    showStudio(account, linkOf('poses', {}));
    await chosen('Poses for members');
    expect(await screen.findByText('2 credits per picture')).toBeTruthy();
    expect(screen.queryByText('This recipe is for members.')).toBeNull();
  });
});

describe('a draft', () => {
  it('is found again by the same person after another page, and not by anybody else', async () => {
    const owner = { id: 'user_owner' };
    showStudio(owner, '');
    await chosen('Clean');
    fireEvent.click(screen.getByRole('radio', { name: 'Paint' }));
    fireEvent.change(screen.getByLabelText('Title'), { target: { value: 'Cup' } });
    cleanup();
    showStudio(owner, '');
    await chosen('Paint');
    expect(fieldValue('Title')).toBe('Cup');
    cleanup();
    showStudio({ id: 'user_other' }, '');
    await chosen('Clean');
  });
});

describe('a batch being announced', () => {
  const PICTURES = ['1', '2', '3', '4', '5', '6'].map((name) => pngFile(`${name}.png`));

  it('takes no more pictures meanwhile, and sends those it has although the page was left', async () => {
    FakeUpload.sent = [];
    vi.stubGlobal('XMLHttpRequest', FakeUpload);
    vi.stubGlobal('createImageBitmap', async () => ({ width: 40, height: 30, close: () => undefined }));
    let answer: (answer: FakeAnswer) => void = () => undefined;
    const announced = new Promise<FakeAnswer>((resolve) => {
      answer = resolve;
    });
    const owner = { id: 'user_batch' };
    showStudio(owner, '', { 'POST /api/batches': () => announced });
    await chosen('Clean');
    fireEvent.change(screen.getByTestId('file-input'), { target: { files: PICTURES } });
    const start = await screen.findByRole('button', { name: 'Start batch of 6' });
    await waitFor(() => expect(start).toHaveProperty('disabled', false));
    fireEvent.click(start);
    await waitFor(() => expect(screen.getByTestId('file-input')).toHaveProperty('disabled', true));

    cleanup();
    answer({ status: 201, data: { batch: sampleBatch({ id: 'batch_left', state: 'receiving' }) } });
    await waitFor(() => expect(FakeUpload.sent.length).toBeGreaterThan(0));
    expect(batchUploads.snapshot().find(({ batchId }) => batchId === 'batch_left')?.pictures).toHaveLength(6);
    batchUploads.clear();

    showStudio(owner, '');
    await chosen('Clean');
    expect(await screen.findByText('Add a picture to start')).toBeDefined();
  });
});

describe('a price only the server knows', () => {
  const byResult = { ...model('clean'), priceRule: { perOutput: 2 } };
  const open = (quote: FakeRoute) => {
    accountId += 1;
    return showStudio({ id: `user_${accountId}` }, '', {
      'GET /api/models': () => ({ data: [byResult] }),
      'POST /api/quotes': quote,
    });
  };
  const quoteOf = (credits: number) => ({
    data: { credits, balance: 98, affordable: true, typicalSeconds: null },
  });
  const styleOf = (body: unknown) => (body as { parameters: { style: string } }).parameters.style;

  it('is not asked for while somebody writes, and stays on show while that of another choice is', async () => {
    let answer: (() => void) | undefined;
    const requests = open(({ body }) =>
      styleOf(body) === 'sketch'
        ? quoteOf(6)
        : new Promise((resolve) => {
            answer = () => resolve(quoteOf(8));
          }),
    );
    const quotes = () => requests.filter(({ url }) => url === '/api/quotes');
    expect(await screen.findByText('6 credits per picture')).toBeTruthy();
    for (const value of ['M', 'Mu', 'Mug']) {
      fireEvent.change(screen.getByLabelText('Title'), { target: { value } });
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    expect(quotes()).toHaveLength(1);
    fireEvent.change(screen.getByLabelText('Style'), { target: { value: 'poster' } });
    await waitFor(() => expect(quotes()).toHaveLength(2));
    expect(screen.getByText('6 credits per picture')).toBeTruthy();
    answer?.();
    expect(await screen.findByText('8 credits per picture')).toBeTruthy();
  });

  it('that does not come is said, with the way to ask again', async () => {
    let asked = 0;
    open(() => {
      asked += 1;
      return asked === 1 ? { status: 503, code: 'server_busy', message: 'Too much to do.' } : quoteOf(6);
    });
    const note = await screen.findByText('The price could not be read');
    expect(note.closest('[role="alert"]')?.textContent).toContain('Too much to do.');
    fireEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByText('6 credits per picture')).toBeTruthy();
    expect(screen.queryByText('The price could not be read')).toBeNull();
  });
});

describe('results of today', () => {
  const createdAt = new Date().toISOString();
  const signed = (signature: string) => {
    const [result] = sampleTask().results;
    const downloadUrl = `/files/asset_result/download?signature=${signature}`;
    return sampleTask({ createdAt, results: [{ ...(result as Asset), downloadUrl }] });
  };
  const listOf = (...tasks: readonly Task[]) => ({
    data: tasks,
    pagination: { limit: 50, offset: 0, total: tasks.length, hasMore: false },
  });
  let saved: string[] = [];

  beforeEach(() => {
    saved = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      saved.push(this.getAttribute('href') ?? '');
    });
  });

  it('are saved from a fresh link when the page stood still', async () => {
    let reads = 0;
    accountId += 1;
    showStudio({ id: `user_${accountId}` }, '', {
      'GET /api/tasks': () => {
        reads += 1;
        return listOf(signed(reads === 1 ? 'old' : 'new'));
      },
    });
    const save = await screen.findByRole('link', { name: 'Download white-bg.png' });
    const now = Date.now();
    vi.spyOn(Date, 'now').mockReturnValue(now + 20 * 60_000);
    fireEvent.click(save);
    await waitFor(() => expect(saved).toEqual(['/files/asset_result/download?signature=new']));
  });

  it('come as one zip after the session was seen to hold', async () => {
    accountId += 1;
    const requests = showStudio({ id: `user_${accountId}` }, '', {
      'GET /api/tasks': () => listOf(signed('a'), { ...signed('b'), id: 'task_2' }),
    });
    const button = await screen.findByRole('button', { name: 'Download all 2 as zip' });
    const sessionReads = () => requests.filter(({ url }) => url === '/api/auth/me').length;
    const before = sessionReads();
    fireEvent.click(button);
    await waitFor(() => expect(saved).toHaveLength(1));
    expect(saved[0]).toContain('/api/tasks/archive?ids=task_1%2Ctask_2');
    expect(sessionReads()).toBe(before + 1);
  });
});
