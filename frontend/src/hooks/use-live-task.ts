import { isEnded } from '@atelier/shared/task-states';
import { useEffect, useSyncExternalStore } from 'react';
import { useTask } from '../features/tasks/task-queries.ts';
import { eventStream } from '../lib/event-stream.ts';

/** While no live line is open the task is asked for this often. */
const POLL_MS = 3_000;
/** Even an open line may swallow a message behind a proxy. */
const BACKSTOP_MS = 20_000;

const onStreamState = (listener: () => void) => eventStream.onState(listener);
const streamState = () => eventStream.state();

/** A task that follows its live events, with polling for the time they do not come through. */
export function useLiveTask(taskId: string) {
  const query = useTask(taskId);
  const stream = useSyncExternalStore(onStreamState, streamState);
  // A tab nobody looks at has no line and is in no hurry.
  const isPatient = stream === 'open' || stream === 'paused';
  const isRunning = query.data !== undefined && !isEnded(query.data.status);
  const { refetch } = query;

  useEffect(() => {
    if (!isRunning) return;
    const timer = setInterval(() => void refetch(), isPatient ? BACKSTOP_MS : POLL_MS);
    return () => clearInterval(timer);
  }, [isRunning, isPatient, refetch]);

  return query;
}
