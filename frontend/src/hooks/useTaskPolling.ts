import type { LiveEvent } from '@atelier/shared/contracts/event';
import { isEnded, type TaskState } from '@atelier/shared/task-states';
import { useCallback, useEffect, useRef, useState } from 'react';
import { api } from '../lib/api-client.ts';
import { eventStream, type StreamState } from '../lib/event-stream.ts';
import { stepOf } from '../lib/task-step.ts';

/** The least a task must carry to be followed. */
export interface FollowedTask {
  readonly id: string;
  readonly status: TaskState;
  readonly progress?: number;
  readonly step?: { readonly key: string; readonly label: string } | null;
  readonly resultUrls?: readonly string[];
  readonly error?: string | null;
  /** When it can be expected to end, ISO 8601; null when that is unknown. */
  readonly estimatedCompletionAt?: string | null | undefined;
  /** ISO 8601 in UTC; says which of two accounts of the task is the newer one. */
  readonly updatedAt?: string;
}

export interface UseTaskPollingOptions<T extends FollowedTask> {
  /** Time between two rounds of requests while live events are down. */
  readonly intervalMs?: number;
  /** Rounds without live events before the hook rests until `startPolling`. */
  readonly maxAttempts?: number;
  /** Called once per end of a task, however it became known. */
  readonly onTaskComplete?: (task: T) => void;
  readonly onTaskFailed?: (task: T) => void;
}

export interface TaskPolling<T extends FollowedTask> {
  readonly tasks: T[];
  readonly setTasks: (change: T[] | ((tasks: T[]) => T[])) => void;
  /** Whether rounds of requests are running, because live events are down. */
  readonly isPolling: boolean;
  readonly attempts: number;
  readonly maxAttempts: number;
  /** Asks at once and goes on asking; also after the last attempt was used up. */
  readonly startPolling: () => void;
  readonly stopPolling: () => void;
  readonly addTask: (task: T) => void;
  readonly removeTask: (taskId: string) => void;
  readonly clearTasks: () => void;
  readonly allCompleted: boolean;
  readonly completedCount: number;
  readonly failedCount: number;
  readonly processingCount: number;
}

type TaskChange = Partial<FollowedTask> & Pick<FollowedTask, 'id' | 'status'>;

const isFinished = (task: FollowedTask): boolean => isEnded(task.status);

async function fetchStatus(taskId: string, signal: AbortSignal): Promise<TaskChange | undefined> {
  try {
    return await api.get('/api/tasks/{id}/status', { path: { id: taskId }, signal });
  } catch (error) {
    if (!signal.aborted) console.warn(`The status of task ${taskId} could not be read`, error);
    return undefined;
  }
}

/** The list, its latest value for callbacks that must not wait for a render, and ends told exactly once. */
function useTaskList<T extends FollowedTask>(initialTasks: readonly T[], options: UseTaskPollingOptions<T>) {
  const [tasks, setState] = useState<T[]>(() => [...initialTasks]);
  const latest = useRef(tasks);
  const callbacks = useRef(options);
  useEffect(() => {
    callbacks.current = options;
  });

  const setTasks = useCallback((change: T[] | ((known: T[]) => T[])) => {
    const next = typeof change === 'function' ? change(latest.current) : change;
    const before = new Map(latest.current.map((task) => [task.id, task]));
    latest.current = next;
    setState(next);
    for (const task of next) {
      const known = before.get(task.id);
      if (!known || isFinished(known) || known.status === task.status) continue;
      if (task.status === 'completed') callbacks.current.onTaskComplete?.(task);
      if (task.status === 'failed') callbacks.current.onTaskFailed?.(task);
    }
  }, []);

  const apply = useCallback(
    (change: TaskChange) => {
      // An ended task ends once; a late or repeated event must not wake it. A retry comes in through setTasks or addTask.
      const known = latest.current.find((task) => task.id === change.id);
      if (!known || isFinished(known)) return;
      // A slow answer must not put back what a later event has already told.
      if (change.updatedAt && known.updatedAt && change.updatedAt < known.updatedAt) return;
      setTasks(latest.current.map((task) => (task === known ? { ...task, ...change } : task)));
    },
    [setTasks],
  );
  return { tasks, latest, setTasks, apply };
}

function useStreamState(): StreamState {
  const [state, setState] = useState<StreamState>(() => eventStream.state());
  useEffect(() => {
    setState(eventStream.state());
    return eventStream.onState(setState);
  }, []);
  return state;
}

/**
 * Follows tasks until they end: by live events, and by asking the server every `intervalMs` while the event
 * stream is down.
 */
export function useTaskPolling<T extends FollowedTask>(
  initialTasks: readonly T[] = [],
  options: UseTaskPollingOptions<T> = {},
): TaskPolling<T> {
  const { intervalMs = 2000, maxAttempts = 150 } = options;
  const { tasks, latest, setTasks, apply } = useTaskList(initialTasks, options);
  const [attempts, setAttemptsState] = useState(0);
  const attemptsMade = useRef(0);
  const setAttempts = useCallback((count: number) => {
    attemptsMade.current = count;
    setAttemptsState(count);
  }, []);
  const [isStopped, setIsStopped] = useState(false);
  const [isForced, setIsForced] = useState(false);
  const streamState = useStreamState();

  const hasUnfinished = tasks.some((task) => !isFinished(task));
  const isExhausted = attempts >= maxAttempts;
  const isPolling = hasUnfinished && !isStopped && !isExhausted && (streamState === 'down' || isForced);

  const check = useCallback(
    async (signal: AbortSignal) => {
      const unfinished = latest.current.filter((task) => !isFinished(task));
      const answers = await Promise.all(unfinished.map((task) => fetchStatus(task.id, signal)));
      if (signal.aborted) return;
      for (const answer of answers) if (answer) apply(answer);
    },
    [apply, latest],
  );

  const isFollowed = useCallback(
    (taskId: string) => latest.current.some(({ id }) => id === taskId),
    [latest],
  );
  useFollowEvents(hasUnfinished, isFollowed, apply);
  useCatchUp(streamState, hasUnfinished, check);

  useEffect(() => {
    if (streamState === 'open') setAttempts(0);
  }, [streamState, setAttempts]);

  useEffect(() => {
    if (!isPolling) return;
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    // Rounds follow one another, so a slow server is never asked twice at once.
    const round = async () => {
      await check(abort.signal);
      if (abort.signal.aborted) return;
      setAttempts(attemptsMade.current + 1);
      if (attemptsMade.current < maxAttempts) timer = setTimeout(() => void round(), intervalMs);
    };
    void round();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [isPolling, intervalMs, maxAttempts, check, setAttempts]);

  const startPolling = useCallback(() => {
    setAttempts(0);
    setIsStopped(false);
    setIsForced(true);
  }, [setAttempts]);
  const stopPolling = useCallback(() => {
    setIsStopped(true);
    setIsForced(false);
  }, []);
  const addTask = useCallback(
    (task: T) => setTasks((known) => [...known.filter((one) => one.id !== task.id), task]),
    [setTasks],
  );
  const removeTask = useCallback(
    (taskId: string) => setTasks((known) => known.filter((one) => one.id !== taskId)),
    [setTasks],
  );
  const clearTasks = useCallback(() => setTasks([]), [setTasks]);

  const count = (status: TaskState) => tasks.filter((task) => task.status === status).length;
  return {
    tasks,
    setTasks,
    isPolling,
    attempts,
    maxAttempts,
    startPolling,
    stopPolling,
    addTask,
    removeTask,
    clearTasks,
    allCompleted: tasks.every(isFinished),
    completedCount: count('completed'),
    failedCount: count('failed'),
    processingCount: count('processing'),
  };
}

/** Progress comes with the event itself; an end is read from the server, with its result links and reason. */
function useFollowEvents(
  enabled: boolean,
  isFollowed: (taskId: string) => boolean,
  apply: (change: TaskChange) => void,
): void {
  useEffect(() => {
    if (!enabled) return;
    const abort = new AbortController();
    const onEvent = (event: LiveEvent) => {
      if (event.type === 'credits.changed' || event.type === 'webhook.disabled') return;
      const { taskId, status, progress, step, estimatedCompletionAt, at } = event.data;
      if (!isFollowed(taskId)) return;
      const change = {
        ...{ id: taskId, status, progress, step: stepOf(step), estimatedCompletionAt },
        updatedAt: at,
      };
      if (!isEnded(status)) return apply(change);
      void fetchStatus(taskId, abort.signal).then((answer) => {
        if (!abort.signal.aborted) apply(answer ?? change);
      });
    };
    const stop = eventStream.subscribe(onEvent);
    return () => {
      stop();
      abort.abort();
    };
  }, [enabled, isFollowed, apply]);
}

/** What happened before the line was open is asked for once it is. */
function useCatchUp(
  state: StreamState,
  enabled: boolean,
  check: (signal: AbortSignal) => Promise<void>,
): void {
  useEffect(() => {
    if (state !== 'open' || !enabled) return;
    const abort = new AbortController();
    void check(abort.signal);
    return () => abort.abort();
  }, [state, enabled, check]);
}
