import { count, type Family, failureOf, flagged, isDone, isFailed, unknown } from './family.ts';
import { FLAG, integer, MAYBE_LINK, maybeLinks, must, one, text, words } from './input-rules.ts';

export const FOUR_O: Family = {
  name: '4o',
  createPath: '/api/v1/gpt4o-image/generate',
  statusPath: '/api/v1/gpt4o-image/record-info',
  rules: {
    prompt: text(100_000),
    filesUrl: maybeLinks(5),
    size: must(one('1:1', '3:2', '2:3')),
    isEnhance: FLAG,
    uploadCn: FLAG,
    enableFallback: FLAG,
    fallbackModel: one('GPT_IMAGE_1', 'FLUX_MAX'),
    nVariants: integer(1, 4),
    maskUrl: MAYBE_LINK,
  },
  output: 'image',
  resultCount: ({ nVariants }) => count(nVariants),
  unknownTask: unknown('The record does not exist'),
  record: (job) => ({
    ...flagged(job),
    response: isDone(job) ? { resultUrls: job.links } : null,
    status: isDone(job) ? 'SUCCESS' : isFailed(job) ? 'GENERATE_FAILED' : 'GENERATING',
    progress: job.progress.toFixed(2),
  }),
  callback: (job) => ({
    code: isDone(job) ? 200 : failureOf(job).code,
    msg: isDone(job) ? 'success' : failureOf(job).msg,
    data: { taskId: job.id, info: isDone(job) ? { result_urls: job.links } : null },
  }),
};

export const FLUX: Family = {
  name: 'flux',
  createPath: '/api/v1/flux/kontext/generate',
  statusPath: '/api/v1/flux/kontext/record-info',
  rules: {
    prompt: words(100_000),
    model: one('flux-kontext-pro', 'flux-kontext-max'),
    inputImage: MAYBE_LINK,
    aspectRatio: one('21:9', '16:9', '4:3', '1:1', '3:4', '9:16'),
    outputFormat: one('jpeg', 'png'),
    enableTranslation: FLAG,
    promptUpsampling: FLAG,
    safetyTolerance: integer(0, 6),
    uploadCn: FLAG,
    watermark: text(100),
  },
  output: 'image',
  resultCount: () => 1,
  unknownTask: unknown('The record does not exist'),
  record: (job) => ({
    ...flagged(job),
    createTime: job.createdAt.toISOString(),
    completeTime: job.endedAt?.toISOString() ?? null,
    response: isDone(job) ? { originImageUrl: job.links[0], resultImageUrl: job.links[0] } : null,
  }),
  callback: (job) => ({
    code: isDone(job) ? 200 : failureOf(job).code,
    msg: isDone(job) ? 'success' : failureOf(job).msg,
    data: {
      taskId: job.id,
      info: { originImageUrl: job.links[0] ?? '', resultImageUrl: job.links[0] ?? '' },
    },
  }),
};

const IMAGE_TASKS = ['mj_txt2img', 'mj_img2img', 'mj_style_reference', 'mj_omni_reference'];
export const MJ_VIDEO_TASKS = ['mj_video', 'mj_video_hd'];

export const MIDJOURNEY: Family = {
  name: 'midjourney',
  createPath: '/api/v1/mj/generate',
  statusPath: '/api/v1/mj/record-info',
  rules: {
    taskType: must(one(...IMAGE_TASKS, ...MJ_VIDEO_TASKS)),
    prompt: words(2000),
    speed: one('relaxed', 'fast', 'turbo'),
    fileUrls: maybeLinks(10),
    aspectRatio: one('1:2', '9:16', '2:3', '3:4', '5:6', '6:5', '4:3', '3:2', '1:1', '16:9', '2:1'),
    version: one('7', '6.1', '6', '5.2', '5.1', 'niji6'),
    variety: integer(0, 100),
    stylization: integer(0, 1000),
    weirdness: integer(0, 3000),
    ow: integer(1, 1000),
    waterMark: text(100),
    enableTranslation: FLAG,
    videoBatchSize: { type: 'integer', values: [1, 2, 4] },
    motion: one('high', 'low'),
  },
  output: 'image',
  resultCount: ({ taskType, videoBatchSize }) =>
    MJ_VIDEO_TASKS.includes(String(taskType)) ? count(videoBatchSize) : 4,
  unknownTask: unknown('The record does not exist'),
  record: (job) => ({
    ...flagged(job),
    taskType: job.data.input['taskType'],
    resultInfoJson: isDone(job) ? { resultUrls: job.links.map((resultUrl) => ({ resultUrl })) } : null,
  }),
  callback: (job) => ({
    code: isDone(job) ? 200 : 500,
    msg: isDone(job) ? 'success' : failureOf(job).msg,
    data: { taskId: job.id, promptJson: JSON.stringify(job.data.input), resultUrls: job.links },
  }),
};
