import { defineTaskType } from '../define-task-type.ts';

export default defineTaskType({
  slug: 'generate',
  label: { en: 'Generate', 'zh-CN': '创意生成' },
  description: {
    en: 'Pictures, video and speech from your words and reference pictures.',
    'zh-CN': '用文字和参考图生成图片、视频与语音。',
  },
  models: {
    withFunction: [
      'text-to-image',
      'image-to-image',
      'image-editing',
      'upscale',
      'text-to-video',
      'image-to-video',
      'video-extension',
      'video-editing',
      'text-to-speech',
    ],
  },
  order: 60,
});
