import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import { renderPart } from '../testing/render-part.tsx';
import { sampleTask } from '../testing/sample-task.ts';
import type { ProgressTask } from './progress-task.ts';
import { TaskProgress } from './TaskProgress.tsx';

const bare = (change: Partial<ProgressTask>): ProgressTask => ({
  id: 't1',
  status: 'pending',
  createdAt: new Date('2026-11-22T08:00:00Z'),
  ...change,
});

describe('TaskProgress', () => {
  it('says what to do when there is no task', () => {
    renderPart(<TaskProgress tasks={[]} />);
    expect(screen.getByText('No tasks yet')).toBeDefined();
  });

  it('draws a bar with the step for a task that is worked on', () => {
    const step = { key: 'refining', label: 'Refining the edges' };
    renderPart(<TaskProgress tasks={[bare({ status: 'processing', progress: 40, step })]} />);
    const bar = screen.getByRole('progressbar', { name: 'Progress of t1' });
    expect(bar.getAttribute('aria-valuenow')).toBe('40');
    expect(screen.getByText('Refining the edges')).toBeDefined();
    expect(screen.getByText('40%')).toBeDefined();
  });

  it('says how many are ahead', () => {
    renderPart(<TaskProgress tasks={[bare({ queuePosition: 3 })]} />);
    expect(screen.getByText('3 tasks ahead in the line')).toBeDefined();
  });

  it('offers each result of a plain list of links', async () => {
    const onDownload = vi.fn();
    const task = bare({ status: 'completed', resultUrls: ['/files/a', '/files/b'] });
    renderPart(<TaskProgress tasks={[task]} onDownload={onDownload} />);
    await userEvent.click(screen.getByRole('button', { name: 'Download 2' }));
    expect(onDownload).toHaveBeenCalledExactlyOnceWith('/files/b');
  });

  it('downloads a stored result under its name and says what was charged', async () => {
    const onDownload = vi.fn();
    renderPart(<TaskProgress tasks={[sampleTask()]} onDownload={onDownload} />);
    await userEvent.click(screen.getByRole('button', { name: 'Download white-bg.png' }));
    expect(onDownload).toHaveBeenCalledExactlyOnceWith('/files/asset_result/download?signature=first');
    expect(screen.getByText('2 credits charged')).toBeDefined();
  });

  it('leads to results that were left with the provider, and says so when their link has ended', () => {
    const link = { url: 'https://cdn.acme.example/1.png', name: 'white.png', role: 'white-bg' } as const;
    const open = { ...link, mediaType: 'image', expiresAt: '2099-01-01T00:00:00Z' } as const;
    const ended = { ...open, url: `${link.url}?2`, expiresAt: '2020-01-01T00:00:00Z' };
    const links = [open, ended];
    const task = sampleTask({ results: [], resultUrls: links.map(({ url }) => url), links });
    renderPart(<TaskProgress tasks={[task]} onDownload={() => undefined} />);
    const way = screen.getByRole('link', { name: 'Open white.png at the provider, in a new tab' });
    expect(way.getAttribute('href')).toBe(link.url);
    expect(way.getAttribute('rel')).toBe('noopener noreferrer');
    expect(way.title).toMatch(/^available until .*2099/);
    expect(screen.getByText('Link ended')).toBeDefined();
    // They are not ours to save, and no picture of this house.
    expect(screen.queryByRole('button', { name: /^Download/ })).toBeNull();
  });

  it('says why a task failed, that nothing was charged, and what another try costs', async () => {
    const onRetry = vi.fn();
    const failed = sampleTask({
      status: 'failed',
      error: 'No product was found.',
      chargedCredits: 0,
      canRetry: true,
    });
    renderPart(<TaskProgress tasks={[failed]} onRetry={onRetry} />);
    expect(screen.getByText(/No product was found/).textContent).toContain('Nothing was charged.');
    const button = screen.getByRole('button', { name: 'Try again (2 credits): 连衣裙.jpg' });
    expect(button.textContent).toBe('Try again (2 credits)');
    await userEvent.click(button);
    expect(onRetry).toHaveBeenCalledExactlyOnceWith('task_1');
  });

  it('offers no try where the server allows none, and no cancel after the end', () => {
    const tasks = [sampleTask({ status: 'failed', canRetry: false }), sampleTask({ id: 'task_2' })];
    renderPart(<TaskProgress tasks={tasks} onRetry={() => undefined} onCancel={() => undefined} />);
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('cancels a running task', async () => {
    const onCancel = vi.fn();
    renderPart(<TaskProgress tasks={[bare({ status: 'processing' })]} onCancel={onCancel} />);
    await userEvent.click(screen.getByRole('button', { name: 'Cancel t1' }));
    expect(onCancel).toHaveBeenCalledExactlyOnceWith('t1');
  });

  it('leads to the page of a task', () => {
    renderPart(<TaskProgress tasks={[sampleTask()]} taskHref={(id) => `/tasks/${id}`} />);
    expect(screen.getByRole('link', { name: '连衣裙.jpg' }).getAttribute('href')).toBe('/tasks/task_1');
  });

  it('asks once for fresh links when a picture does not load', () => {
    const onLinkExpired = vi.fn();
    renderPart(<TaskProgress tasks={[sampleTask()]} onLinkExpired={onLinkExpired} />);
    const picture = within(screen.getByRole('list', { name: '1 task' })).getByRole('img', {
      name: 'white-bg.png',
    });
    picture.dispatchEvent(new Event('error'));
    expect(onLinkExpired).toHaveBeenCalledExactlyOnceWith('task_1');
  });

  it('speaks the end of a task, and only that', () => {
    const { rerender, container } = renderPart(
      <TaskProgress tasks={[sampleTask({ status: 'processing' })]} />,
    );
    const spoken = () => container.querySelector('[aria-live]')?.textContent;
    rerender(<TaskProgress tasks={[sampleTask({ status: 'processing', progress: 80 })]} />);
    expect(spoken()).toBe('');
    rerender(<TaskProgress tasks={[sampleTask()]} />);
    expect(spoken()).toBe('连衣裙.jpg is done.');
  });
});
