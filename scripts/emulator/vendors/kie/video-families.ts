import { type Family, failureOf, flagged, isDone, isFailed, stateOf, unknown } from './family.ts';
import { FLAG, integer, MAYBE_LINK, maybeLinks, must, one, text, words } from './input-rules.ts';

export const VEO: Family = {
  name: 'veo',
  createPath: '/api/v1/veo/generate',
  statusPath: '/api/v1/veo/record-info',
  rules: {
    prompt: words(100_000),
    model: one('veo3', 'veo3_fast', 'veo3_lite'),
    generationType: one('TEXT_2_VIDEO', 'FIRST_AND_LAST_FRAMES_2_VIDEO', 'REFERENCE_2_VIDEO'),
    imageUrls: maybeLinks(3),
    aspect_ratio: one('16:9', '9:16', 'Auto'),
    aspectRatio: one('16:9', '9:16', 'Auto'),
    duration: { type: 'integer', values: [4, 6, 8] },
    resolution: one('720p', '1080p', '4k'),
    enableTranslation: FLAG,
    enableFallback: FLAG,
    seeds: integer(10_000, 99_999),
    watermark: text(100),
  },
  output: 'video',
  resultCount: () => 1,
  unknownTask: unknown('Record not found for taskId'),
  record: (job) => {
    const { input } = job.data;
    const wholeVideo = 'taskId' in input ? { fullResultUrls: job.links } : {};
    const resolution = input['resolution'] ?? '720p';
    const response = { taskId: job.id, resultUrls: job.links, originUrls: null, resolution, ...wholeVideo };
    return { ...flagged(job), response: isDone(job) ? response : null, fallbackFlag: false };
  },
  callback: (job) => ({
    code: isDone(job) ? 200 : failureOf(job).code,
    msg: isDone(job) ? 'Veo3.1 video generated successfully.' : failureOf(job).msg,
    data: isDone(job)
      ? {
          taskId: job.id,
          promptJson: JSON.stringify(job.data.input),
          info: { resultUrls: job.links, originUrls: null, resolution: '720p' },
          fallbackFlag: false,
        }
      : { taskId: job.id, fallbackFlag: false },
  }),
};

export const VEO_EXTEND: Family = {
  ...VEO,
  createPath: '/api/v1/veo/extend',
  rules: {
    taskId: words(100),
    prompt: words(100_000),
    model: one('fast', 'quality', 'lite'),
    seeds: integer(10_000, 99_999),
    watermark: text(100),
  },
};

export const RUNWAY: Family = {
  name: 'runway',
  createPath: '/api/v1/runway/generate',
  statusPath: '/api/v1/runway/record-detail',
  rules: {
    prompt: words(1800),
    duration: { type: 'integer', required: true, values: [5, 10] },
    quality: must(one('720p', '1080p')),
    aspectRatio: one('16:9', '4:3', '1:1', '3:4', '9:16'),
    imageUrl: MAYBE_LINK,
    waterMark: text(100),
  },
  output: 'video',
  resultCount: () => 1,
  unknownTask: { code: 200, msg: 'success', data: null },
  record: (job) => {
    const { input } = job.data;
    const [videoUrl = ''] = job.links;
    return {
      taskId: job.id,
      parentTaskId: input['taskId'] ?? '',
      generateParam: { prompt: input['prompt'], imageUrl: input['imageUrl'] ?? '', expandPrompt: true },
      state: stateOf(job, 'queueing'),
      generateTime: job.endedAt?.toISOString().slice(0, 19).replace('T', ' ') ?? '',
      videoInfo: isDone(job)
        ? { videoId: job.id, taskId: job.id, videoUrl, imageUrl: videoUrl.replace(/mp4$/, 'png') }
        : null,
      failCode: isFailed(job) ? failureOf(job).code : 0,
      failMsg: isFailed(job) ? failureOf(job).msg : '',
      expireFlag: 0,
    };
  },
  callback: (job) => ({
    code: isDone(job) ? 200 : failureOf(job).code,
    msg: isDone(job) ? 'All generated successfully.' : failureOf(job).msg,
    data: { task_id: job.id, video_id: job.id, video_url: job.links[0] ?? '', image_url: '' },
  }),
};

export const RUNWAY_EXTEND: Family = {
  ...RUNWAY,
  createPath: '/api/v1/runway/extend',
  rules: {
    taskId: words(100),
    prompt: words(1800),
    quality: must(one('720p', '1080p')),
    waterMark: text(100),
  },
};
