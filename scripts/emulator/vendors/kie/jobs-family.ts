import type { Job } from '../../job-store.ts';
import {
  count,
  type Family,
  failureOf,
  isDone,
  isFailed,
  type Order,
  stateOf,
  timeOf,
  unknown,
} from './family.ts';

export const JOBS: Family = {
  name: 'jobs',
  createPath: '/api/v1/jobs/createTask',
  statusPath: '/api/v1/jobs/recordInfo',
  output: 'image',
  resultCount: (input) => count(input['max_images'] ?? input['num_images']),
  unknownTask: unknown('recordInfo is null'),
  record: jobRecord,
  callback: (job) => ({
    code: isDone(job) ? 200 : 501,
    msg: isDone(job) ? 'Playground task completed successfully.' : 'Playground task failed.',
    data: { ...jobRecord(job), ...(isFailed(job) && { resultJson: null }) },
  }),
};

/** The revision of September 2026; the request is encoded twice, as on the wire. */
function jobRecord(job: Job<Order>) {
  const { model, input, callBackUrl } = job.data;
  const param = JSON.stringify({ input: JSON.stringify(input), model, ...(callBackUrl && { callBackUrl }) });
  const resultUrls = job.links;
  const seconds = job.endedAt && Math.round((job.endedAt.getTime() - job.createdAt.getTime()) / 1000);
  return {
    taskId: job.id,
    model,
    state: stateOf(job, 'queuing'),
    param,
    paramJson: param,
    resultJson: isDone(job) ? JSON.stringify({ resultUrls }) : '',
    failCode: isFailed(job) ? String(failureOf(job).code) : null,
    failMsg: isFailed(job) ? failureOf(job).msg : null,
    costTime: isDone(job) ? seconds : null,
    completeTime: timeOf(job.endedAt),
    createTime: job.createdAt.getTime(),
    creditsConsumed: isFailed(job) ? 0 : 4,
    operationType: model,
    successFlag: isDone(job) ? 1 : 0,
    ...(isDone(job) && { response: { resultUrls } }),
    ...(model.startsWith('sora-2') && { progress: Math.round(job.progress * 100) }),
  };
}
