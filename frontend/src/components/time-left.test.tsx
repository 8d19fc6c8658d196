import { act, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { renderPart } from '../testing/render-part.tsx';
import { sampleTask } from '../testing/sample-task.ts';
import { TaskProgress } from './TaskProgress.tsx';
import { RunningPanel } from './task/running-panel.tsx';
import { TimeLeft } from './time-left.tsx';

const NOW = '2026-11-22T08:00:00.000Z';
const after = (seconds: number) => new Date(Date.parse(NOW) + seconds * 1000).toISOString();

beforeEach(() => void vi.useFakeTimers({ now: new Date(NOW) }));
afterEach(() => void vi.useRealTimers());

const text = () => screen.queryByRole('timer')?.textContent;

describe('TimeLeft', () => {
  it('counts down in steps of five seconds and never below a few', () => {
    renderPart(<TimeLeft until={after(42)} />);
    expect(text()).toBe('about 40 sec left');
    act(() => void vi.advanceTimersByTime(5_000));
    expect(text()).toBe('about 35 sec left');
    act(() => void vi.advanceTimersByTime(33_000));
    expect(text()).toBe('a few seconds left');
    act(() => void vi.advanceTimersByTime(600_000));
    expect(text()).toBe('a few seconds left');
  });

  it('tells longer times in minutes', () => {
    renderPart(<TimeLeft until={after(181)} />);
    expect(text()).toBe('about 3 min left');
  });

  it('says nothing and runs no timer when the time is unknown', () => {
    renderPart(<TimeLeft until={null} />);
    expect(text()).toBeUndefined();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('is not read aloud by itself', () => {
    renderPart(<TimeLeft until={after(60)} />);
    expect(screen.getByRole('timer').getAttribute('aria-live')).toBe('off');
  });

  it('stands beside the progress of a task, outside of what is read aloud', () => {
    const task = sampleTask({ status: 'processing', progress: 40, estimatedCompletionAt: after(60) });
    const { unmount } = renderPart(<RunningPanel task={task} />);
    expect(text()).toBe('about 60 sec left');
    expect(screen.getByRole('status').textContent).not.toContain('left');
    unmount();
    renderPart(<TaskProgress tasks={[task]} />);
    expect(text()).toBe('about 60 sec left');
  });
});
