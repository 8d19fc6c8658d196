import { expect, test } from 'vitest';
import type { KieFamily } from './define-kie-model.ts';
import { FAMILIES } from './families.ts';

// Records in the shape the vendor documents for each family, with values of our own.

const PICTURE = 'https://results.example/a.png';
const SECOND = 'https://results.example/b.png';
const VIDEO = 'https://results.example/v.mp4';
const DONE_AT = 1_760_000_050_000;

const read = (family: KieFamily, record: Readonly<Record<string, unknown>>) => FAMILIES[family].read(record);

test.each<[KieFamily, string, Record<string, unknown>, readonly string[]]>([
  ['jobs', 'JSON in a text', { state: 'success', resultJson: `{"resultUrls":["${PICTURE}"]}` }, [PICTURE]],
  [
    'jobs',
    'the newer object',
    { state: 'success', response: { resultUrls: [PICTURE, SECOND] } },
    [PICTURE, SECOND],
  ],
  ['jobs', 'a text that is no JSON', { state: 'success', resultJson: '{"resultUrls":' }, []],
  ['4o', 'camel case', { successFlag: 1, response: { resultUrls: [PICTURE] } }, [PICTURE]],
  ['4o', 'snake case', { successFlag: 1, response: { result_urls: [PICTURE] } }, [PICTURE]],
  ['4o', 'the word alone', { status: 'SUCCESS', response: { resultUrls: [PICTURE] } }, [PICTURE]],
  [
    'flux',
    'one link',
    { successFlag: 1, response: { originImageUrl: SECOND, resultImageUrl: PICTURE } },
    [PICTURE],
  ],
  [
    'midjourney',
    'links in objects',
    { successFlag: 1, resultInfoJson: { resultUrls: [{ resultUrl: PICTURE }, { resultUrl: SECOND }] } },
    [PICTURE, SECOND],
  ],
  ['veo', 'a list', { successFlag: 1, response: { resultUrls: [VIDEO], originUrls: null } }, [VIDEO]],
  ['veo', 'a list as text', { successFlag: 1, response: { resultUrls: `["${VIDEO}"]` } }, [VIDEO]],
  [
    'veo',
    'a bracketed text',
    { successFlag: 1, response: { resultUrls: `[${VIDEO}, ${SECOND}]` } },
    [VIDEO, SECOND],
  ],
  [
    'veo',
    'the whole video of an extension',
    { successFlag: 1, response: { resultUrls: [SECOND], fullResultUrls: [VIDEO] } },
    [VIDEO],
  ],
  [
    'runway',
    'a video without its cover',
    { state: 'success', videoInfo: { videoUrl: VIDEO, imageUrl: PICTURE } },
    [VIDEO],
  ],
])('%s: results as %s', (family, _form, record, urls) => {
  expect(read(family, record)).toEqual({ state: 'succeeded', urls });
});

test.each<[KieFamily, Record<string, unknown>, number | null, string]>([
  ['jobs', { state: 'fail', failCode: '501', failMsg: 'generation failed' }, 501, 'generation failed'],
  [
    'jobs',
    { state: 'fail', failCode: 'SENSITIVE_INPUT', failMsg: 'refused' },
    null,
    'SENSITIVE_INPUT refused',
  ],
  ['4o', { successFlag: 2, errorCode: 400, errorMessage: 'refused' }, 400, 'refused'],
  ['4o', { successFlag: 3, errorCode: 500, errorMessage: 'later' }, 500, 'later'],
  ['4o', { status: 'CREATE_TASK_FAILED', errorCode: null, errorMessage: '' }, null, ''],
  ['4o', { status: 'GENERATE_FAILED', errorCode: 451, errorMessage: 'no picture' }, 451, 'no picture'],
  ['flux', { successFlag: 2, errorCode: 500, errorMessage: 'not begun' }, 500, 'not begun'],
  ['flux', { successFlag: 3, errorCode: 501, errorMessage: 'failed' }, 501, 'failed'],
  ['midjourney', { successFlag: 3, errorCode: 500, errorMessage: null }, 500, ''],
  [
    'veo',
    { successFlag: 3, errorCode: 500, errorMessage: 'internal error', response: null },
    500,
    'internal error',
  ],
  ['runway', { state: 'fail', failCode: 400, failMsg: 'refused' }, 400, 'refused'],
])('%s: %j has failed', (family, record, code, words) => {
  expect(read(family, record)).toEqual({ state: 'failed', code, words });
});

test.each<[KieFamily, Record<string, unknown>]>([
  ['jobs', { state: 'waiting' }],
  ['jobs', { state: 'queuing' }],
  ['jobs', { state: 'a word of next year' }],
  ['4o', { successFlag: 0, status: 'GENERATING' }],
  ['flux', { successFlag: 0 }],
  ['midjourney', { successFlag: 0 }],
  ['veo', { successFlag: 0 }],
  ['veo', {}],
  ['runway', { state: 'wait' }],
  ['runway', { state: 'queueing' }],
])('%s: %j goes on', (family, record) => {
  expect(read(family, record)).toEqual({ state: 'running' });
});

test.each<[KieFamily, Record<string, unknown>, number]>([
  ['jobs', { state: 'generating', progress: 40 }, 0.4],
  ['jobs', { state: 'generating', progress: 100 }, 0.99],
  ['4o', { successFlag: 0, status: 'GENERATING', progress: '0.35' }, 0.35],
])('%s: %j tells how far it is', (family, record, progress) => {
  expect(read(family, record)).toEqual({ state: 'running', progress });
});

test.each<[string, unknown, number]>([
  ['milliseconds', DONE_AT, DONE_AT],
  ['milliseconds as text', String(DONE_AT), DONE_AT],
  ['ISO 8601', '2025-10-09T08:54:10.000Z', DONE_AT],
  ['Chinese time without a zone', '2025-10-09 16:54:10', DONE_AT],
])('the end of the work is read from %s', (_form, completeTime, completedAt) => {
  const record = { successFlag: 1, response: { resultImageUrl: PICTURE }, completeTime };
  expect(read('flux', record)).toEqual({ state: 'succeeded', urls: [PICTURE], completedAt });
});
