import { ALL_POSE_FRAMES } from '@atelier/shared/pose-frames';
import { expect, test } from 'vitest';
import type { StartInput, TransportAnswer } from '../adapter.ts';
import type { Json } from '../http-messages.ts';
import { adapter } from './adapter.ts';
import model from './models/runninghub-pose12.ts';
import { EMULATED_WORKFLOW, poseWorkflowSchema } from './workflow.ts';

const answer = (body: Json, status = 200): TransportAnswer => ({ kind: 'http', status, headers: {}, body });
const said = (code: number, data: Json = null, msg = 'x'): TransportAnswer => answer({ code, msg, data });

const INPUT: StartInput = {
  taskId: 'task_1',
  attempt: 1,
  parameters: { scene: 'studio', category: 'dress', description: '真丝', frames: '3,7' },
  inputs: [],
  workDirectory: '/nowhere',
  prepared: ['api/abc.png'],
  continued: null,
  settings: EMULATED_WORKFLOW,
  callbackUrl: 'https://studio.example/api/callbacks/runninghub/task_1/token',
};
const HANDLE = { id: '1900000000000000777', frames: [3, 7], nodes: ['9'] };
const check = (given: TransportAnswer, handle: Json = HANDLE) =>
  adapter.readCheck?.(given, { handle, model, parameters: {} });

test('an order goes to the operator’s own workflow, with the id as text and each value at its node', () => {
  const request = adapter.start(model, INPUT);
  expect(request).toMatchObject({
    method: 'POST',
    url: '/task/openapi/create',
    json: {
      workflowId: '1900000000000000012',
      addMetadata: false,
      webhookUrl: INPUT.callbackUrl,
      nodeInfoList: expect.arrayContaining([
        { nodeId: '12', fieldName: 'image', fieldValue: 'api/abc.png' },
        { nodeId: '20', fieldName: 'text', fieldValue: '3,7' },
        { nodeId: '34', fieldName: 'text', fieldValue: '真丝' },
      ]),
    },
  });
  const { workflowId: _workflow, ...rest } = EMULATED_WORKFLOW;
  const app = adapter.start(model, { ...INPUT, settings: { ...rest, webappId: '77' }, callbackUrl: null });
  expect(app).toMatchObject({ url: '/task/openapi/ai-app/run', json: { webappId: '77' } });
});

test('the key rides in the body of every kind of call', () => {
  const authorize = adapter.connection?.authorize;
  const json = authorize?.(
    { kind: 'http', method: 'POST', url: 'https://x/task/openapi/cancel', json: {} },
    'k',
  );
  expect(json).toMatchObject({ json: { apiKey: 'k' }, headers: { authorization: 'Bearer k' } });
  const form = authorize?.({ kind: 'http', method: 'POST', url: 'https://x/up', form: [] }, 'k');
  expect(form).toMatchObject({ form: [{ name: 'apiKey', value: 'k' }] });
  const account = adapter.connection?.keyTest?.request;
  expect(account && authorize?.(account, 'k')).toMatchObject({ json: { apikey: 'k' } });
});

test.each([
  [415, 'rate_limited'],
  [421, 'rate_limited'],
  [814, 'rate_limited'],
  [416, 'insufficient_vendor_credit'],
  [802, 'bad_key'],
  [380, 'rejected'],
  [301, 'rejected'],
  [500, 'unavailable'],
  [1501, 'content_refused'],
  [7777, 'outcome_unknown'],
])('code %i at the start means %s', (code, kind) => {
  const outcome = adapter.readStart(said(code), model, INPUT);
  expect(outcome).toMatchObject({ kind: 'failed', failure: { kind } });
});

test('an accepted order remembers what it ordered; a task whose graph is invalid has failed', () => {
  const taskId = '1900000000000000777';
  expect(adapter.readStart(said(0, { taskId }), model, INPUT)).toMatchObject({
    kind: 'accepted',
    handle: { id: taskId, frames: [3, 7], nodes: EMULATED_WORKFLOW.outputs },
  });
  const promptTips = '{"result":false,"node_errors":{"12":{}}}';
  expect(adapter.readStart(said(0, { taskId, promptTips }), model, INPUT)).toMatchObject({
    failure: { kind: 'rejected', code: 'provider_not_configured' },
  });
  // More than a JavaScript number holds: the id is lost, the order is not.
  const lost = said(0, { taskId: Number('1900000000000000777') });
  expect(adapter.readStart(lost, model, INPUT)).toMatchObject({ failure: { kind: 'outcome_unknown' } });
  expect(adapter.readStart(answer('<html>'), model, INPUT)).toMatchObject({
    failure: { kind: 'outcome_unknown' },
  });
});

test('work under way is told in three ways, a lost task only after several questions', () => {
  expect(check(said(804))).toMatchObject({ kind: 'running' });
  expect(check(said(813))).toMatchObject({ kind: 'running' });
  expect(check(said(0, null, 'APIKEY_TASK_IS_RUNNING'))).toMatchObject({ kind: 'running' });
  expect(check(said(807))).toMatchObject({ kind: 'running', handle: { ...HANDLE, misses: 1 } });
  expect(check(said(807), { ...HANDLE, misses: 5 })).toMatchObject({ failure: { kind: 'outcome_unknown' } });
  expect(check(said(804), { ...HANDLE, misses: 3 })).toMatchObject({ kind: 'running', handle: HANDLE });
});

test('a failed node tells its reason, in an object or in a list; nothing saved is a failure, too', () => {
  const failedReason = { node_name: 'LoadImage', exception_message: 'input missing' };
  expect(check(said(805, { failedReason }))).toMatchObject({
    failure: { code: 'vendor_generation_failed', detail: expect.stringContaining('input missing') },
  });
  const refused = { failedReason: { node_name: 'Filter', exception_message: 'NSFW found' } };
  expect(check(said(805, [refused]))).toMatchObject({ failure: { kind: 'content_refused' } });
  expect(check(said(0, []))).toMatchObject({ failure: { code: 'result_incomplete' } });
});

test('a setting names one of workflow and app, and one or twelve saving nodes', () => {
  const fits = (change: object) => poseWorkflowSchema.safeParse({ ...EMULATED_WORKFLOW, ...change }).success;
  expect(fits({})).toBe(true);
  expect(fits({ outputs: ['9'] })).toBe(true);
  expect(fits({ outputs: ['9', '10'] })).toBe(false);
  expect(fits({ webappId: '5' })).toBe(false);
  expect(fits({ workflowId: undefined })).toBe(false);
  expect(fits({ workflowId: 1_900_000 })).toBe(false);
  expect(model.outputCount({ frames: ALL_POSE_FRAMES }, 1)).toBe(12);
});
