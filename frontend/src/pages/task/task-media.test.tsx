import type { Task } from '@atelier/shared/contracts/task';
import { fireEvent, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeServer, renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { sampleAsset, sampleReceipt, sampleTask } from '../../testing/sample-task.ts';
import { TaskPage } from './task-page.tsx';

const film = sampleAsset({
  id: 'asset_film',
  kind: 'result',
  name: 'film.mp4',
  role: 'result',
  contentType: 'video/mp4',
  width: 1280,
  height: 720,
  thumbnailUrl: null,
});
const voice = sampleAsset({
  id: 'asset_voice',
  kind: 'result',
  name: 'speech.mp3',
  role: 'speech',
  contentType: 'audio/mpeg',
  width: null,
  height: null,
  thumbnailUrl: null,
});
const model = {
  slug: 'kie-runway',
  label: { en: 'Runway', 'zh-CN': 'Runway' },
  parameters: {
    type: 'object',
    properties: { aspectRatio: { control: 'select', label: { en: 'Shape', 'zh-CN': '比例' } } },
  },
};

function open(change: Partial<Task>) {
  const task = sampleTask({ taskType: 'generate', model: 'kie-runway', inputs: [], ...change });
  let reads = 0;
  fakeServer({
    'GET /api/tasks/task_1': () => {
      reads += 1;
      return { data: task };
    },
    'GET /api/tasks/task_1/receipt': () => ({ data: sampleReceipt() }),
    'GET /api/models': () => ({ data: [model] }),
    'GET /api/task-types': () => ({ data: [] }),
  });
  renderPage(<TaskPage />, { path: '/tasks/:id', at: '/tasks/task_1' });
  return { reads: () => reads };
}

afterEach(tidyUp);

describe('results that are no pictures', () => {
  it('a film is played with controls, in a box of its own proportions', async () => {
    open({ results: [film] });
    const player: HTMLVideoElement = await screen.findByLabelText('Video: film.mp4');
    expect(player.controls).toBe(true);
    expect(player.getAttribute('src')).toBe(film.url);
    expect(player.parentElement?.style.aspectRatio).toBe('1280 / 720');
    expect(screen.queryByRole('slider')).toBeNull();
    expect(screen.getByText('1280 × 720 · MP4')).toBeDefined();
  });

  it('a voice is played with controls', async () => {
    open({ results: [voice] });
    const player: HTMLAudioElement = await screen.findByLabelText('Audio: Speech');
    expect([player.tagName, player.controls]).toEqual(['AUDIO', true]);
    expect(screen.getByRole('link', { name: 'Download Speech' }).getAttribute('href')).toBe(
      voice.downloadUrl,
    );
  });

  it('a link that ran out is asked for again', async () => {
    const { reads } = open({ results: [film] });
    const before = await screen.findByLabelText('Video: film.mp4').then(reads);
    fireEvent.error(screen.getByLabelText('Video: film.mp4'));
    await expect.poll(reads, { timeout: 10_000 }).toBe(before + 1);
  });

  it('results made from words alone all lie there together', async () => {
    open({
      results: [0, 1, 2].map((inputPosition) => ({ ...voice, id: `voice_${inputPosition}`, inputPosition })),
    });
    expect(await screen.findAllByRole('button', { name: 'Show Speech' })).toHaveLength(3);
  });

  it('every result of a free order from one picture is compared with that picture', async () => {
    const picture = { ...sampleAsset({ kind: 'result', contentType: 'image/png' }), role: null };
    const results = [0, 1].map((index) => ({
      ...picture,
      id: `p${index}`,
      name: `${index}.png`,
      inputPosition: index,
    }));
    open({ inputs: [sampleAsset()], results });
    fireEvent.click(await screen.findByRole('button', { name: 'Show 1.png' }));
    expect(screen.getByRole('slider', { name: 'Divider between original and result' })).toBeDefined();
  });

  it('each result of a mixed task is shown by its kind', async () => {
    open({ results: [film, voice] });
    await screen.findByLabelText('Video: film.mp4');
    fireEvent.click(screen.getByRole('button', { name: 'Show Speech' }));
    expect(screen.getByLabelText('Audio: Speech')).toBeDefined();
    expect(screen.queryByLabelText('Video: film.mp4')).toBeNull();
  });
});

describe('what is worth knowing about the results', () => {
  it('settings the provider did not use are named as the form names them', async () => {
    open({
      results: [film],
      delivery: { delivered: 1, ordered: 2 },
      warnings: [{ code: 'parameter_ignored', subject: 'aspectRatio', message: 'no label' }],
    });
    const notes = await screen.findByRole('region', { name: 'Notes about the results' });
    expect(await within(notes).findByText('The provider does not use the setting “Shape”.')).toBeDefined();
    expect(within(notes).getByText(/^1 of 2 results came/)).toBeDefined();
  });

  it('what a stand-in made says so', async () => {
    open({ results: [film], emulated: true });
    await screen.findByLabelText('Video: film.mp4');
    expect(screen.getAllByText('emulated')).toHaveLength(2);
  });

  it('results at the provider are links with their end; ended ones are no links', async () => {
    const link = { name: 'far.mp4', role: 'result', mediaType: 'video' } as const;
    open({
      results: [],
      links: [
        { ...link, url: 'https://vendor.example/a', expiresAt: '2999-01-01T00:00:00.000Z' },
        { ...link, url: 'https://vendor.example/b', expiresAt: '2001-01-01T00:00:00.000Z' },
        { ...link, url: 'https://vendor.example/c', expiresAt: null },
      ],
    });
    const region = await screen.findByRole('region', { name: 'Results at the provider' });
    const hrefs = within(region)
      .getAllByRole('link')
      .map((each) => each.getAttribute('href'));
    expect(hrefs).toEqual(['https://vendor.example/a', 'https://vendor.example/c']);
    expect(within(region).getByText(/^available until Jan 1, 2999/)).toBeDefined();
    expect(within(region).getByText(/^the link ended on Jan 1, 2001/)).toBeDefined();
  });
});
