import { setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import { describeFailure } from './describe-failure.ts';
import { fit } from './fit.ts';
import { JobControl, JobStopped } from './job-control.ts';
import { createMattingLoader } from './matting/matting-loader.ts';
import { normalise } from './normalise.ts';
import { runOperation } from './operations/run-operation.ts';
import type { WorkerAnswer, WorkerRequest, WorkerTask } from './worker-messages.ts';

/** Below the API's own thread, which answers people while pictures wait in line anyway. */
const WORKER_NICENESS = 10;
// On Linux the number 0 means this thread alone; elsewhere it would slow the whole server down.
if (process.platform === 'linux') setPriority(0, WORKER_NICENESS);

const matting = createMattingLoader(readModelPath(workerData));

/** Piscina calls this once per job, one job at a time. It never rejects: failures are answers. */
export async function work({ task, state, port }: WorkerRequest): Promise<WorkerAnswer> {
  const control = new JobControl(state, port);
  try {
    control.begin();
    const answer = await perform(task, control);
    control.checkpoint();
    return answer;
  } catch (error) {
    await control.removeFiles();
    return error instanceof JobStopped ? { kind: 'stopped' } : describeFailure(error);
  } finally {
    port.close();
  }
}

async function perform(task: WorkerTask, control: JobControl): Promise<WorkerAnswer> {
  if (task.kind === 'normalise') return { kind: 'normalised', file: await normalise(task.job, control) };
  if (task.kind === 'fit') return { kind: 'fitted', file: await fit(task.job, control) };
  return { kind: 'processed', pictures: await runOperation(task.job, { control, matting }) };
}

function readModelPath(data: unknown): string | undefined {
  if (
    typeof data === 'object' &&
    data !== null &&
    'modelPath' in data &&
    typeof data.modelPath === 'string'
  ) {
    return data.modelPath;
  }
  return undefined;
}
