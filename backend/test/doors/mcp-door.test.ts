import type { CreateApiKeyRequest } from '@atelier/shared/contracts/api-key';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { findViolations } from '../../src/credits/ledger-invariants.ts';
import { makeKey } from '../api-key-client.ts';
import { FakePictures } from '../fake-pictures.ts';
import { TaskClient } from '../task-client.ts';
import type { TestStudio, TestStudioOptions } from '../test-studio.ts';
import { openDoorStudio, openPictureServer } from './picture-server.ts';

const resultSchema = z.object({
  content: z.array(
    z.object({
      type: z.string(),
      text: z.string().optional(),
      uri: z.string().optional(),
      data: z.string().optional(),
      mimeType: z.string().optional(),
    }),
  ),
  isError: z.boolean().optional(),
});

/** The SDK's own client with a key of a new user. */
async function connect(
  studio: TestStudio,
  origin: string,
  wish: Partial<CreateApiKeyRequest> & { credits?: number } = {},
) {
  const { credits = 100, ...key } = wish;
  const session = await studio.user(credits);
  const { secret } = await makeKey(studio, session, key);
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StreamableHTTPClientTransport(new URL(`${origin}/mcp`), {
    requestInit: { headers: { Authorization: `Bearer ${secret}` } },
  });
  await client.connect(transport as Transport);
  onTestFinished(() => client.close());
  const call = async (name: string, args: object = {}) => {
    const answer = await client.callTool({ name, arguments: { ...args } });
    const { content, isError = false } = resultSchema.parse(answer);
    const first = content[0]?.text === undefined ? undefined : JSON.parse(content[0].text);
    return { content, isError, first };
  };
  return { client, call, secret, session };
}

async function open(options: TestStudioOptions = {}) {
  const opened = await openDoorStudio({ pictures: new FakePictures(), ...options });
  return { ...opened, server: await openPictureServer() };
}

test('an assistant finds a model, orders, waits and gets links and previews', async () => {
  const { studio, origin, server } = await open();
  const { client, call, session } = await connect(studio, origin);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['list_models', 'create_task', 'get_task', 'get_result']);
  const models = await call('list_models');
  expect(models.content).toHaveLength(4);
  const model = 'local-background-removal';
  const described = await call('list_models', { model });
  expect(described.first.parameters.properties.background.enum).toContain('white');

  const order = {
    model,
    parameters: { background: 'white' },
    image_urls: [server.link()],
    idempotency_key: 'k1',
  };
  const created = await call('create_task', order);
  expect(created.first).toMatchObject({ status: 'pending', price_credits: 1 });
  const again = await call('create_task', order);
  expect(again.first.task_id).toBe(created.first.task_id);
  expect(server.messages).toHaveLength(1);
  const { task_id } = created.first;
  const waited = await call('get_task', { task_id, wait_seconds: 20 });
  expect(waited.first).toMatchObject({ status: 'completed', charged_credits: 1, results: 1, error: null });
  const { content } = await call('get_result', { task_id });
  expect(content.map(({ type }) => type)).toEqual(['resource_link', 'image']);
  expect(await (await fetch(content[0]?.uri ?? '')).text()).toBe('a picture');
  expect(Buffer.from(content[1]?.data ?? '', 'base64').toString()).toBe('a picture');
  const task = await studio.parts.reader.get(session.account.id, task_id);
  expect(task.api_key_id).toMatch(/^key_/);
  expect(await findViolations(studio.parts.database.read)).toEqual([]);
});

test('assets of the owner serve as inputs; those of others are not there', async () => {
  const { studio, origin } = await open();
  const { call, session } = await connect(studio, origin);
  const task = await new TaskClient(studio, session).createTask();
  const asset_ids = [task.inputs[0]?.id ?? ''];
  const model = 'local-basic-clean';
  expect((await call('create_task', { model, asset_ids })).first.status).toBe('pending');
  const stranger = await connect(studio, origin);
  const stolen = await stranger.call('create_task', { model, asset_ids });
  expect([stolen.isError, stolen.first.code]).toEqual([true, 'input_not_found']);
  for (const tool of ['get_task', 'get_result']) {
    const theirs = await stranger.call(tool, { task_id: task.id });
    expect(theirs.first).toEqual((await stranger.call(tool, { task_id: 'task_0000' })).first);
    expect([theirs.isError, theirs.first.code]).toEqual([true, 'not_found']);
  }
});

test('refusals are told as tool errors with a code, and nothing is fetched or spent', async () => {
  const { studio, origin, server } = await open({ work: false });
  const { call, session } = await connect(studio, origin, { credits: 1 });
  const codeOf = async (args: object) => {
    const { isError, first } = await call('create_task', { model: 'local-basic-clean', ...args });
    expect(isError).toBe(true);
    return first.code;
  };
  const link = server.link();
  expect(await codeOf({ model: 'nobody' })).toBe('model_unknown');
  expect(await codeOf({})).toBe('files_missing');
  expect(await codeOf({ image_urls: [link], asset_ids: ['a'] })).toBe('request_invalid');
  expect(await codeOf({ image_urls: [link, link] })).toBe('credits_insufficient');
  expect(await codeOf({ image_urls: [link], parameters: { template: 'none' } })).toBe('parameters_invalid');
  expect(await codeOf({ image_urls: [link], idempotency_key: 'ä' })).toBe('idempotency_key_invalid');
  expect(await codeOf({ image_urls: ['file:///etc/passwd'] })).toBe('url_refused');
  expect(server.messages).toEqual([]);
  const pending = await call('create_task', { model: 'local-basic-clean', image_urls: [link] });
  const { task_id } = pending.first;
  expect((await call('get_result', { task_id })).first.code).toBe('task_has_no_results');
  const startedAt = performance.now();
  expect((await call('get_task', { task_id, wait_seconds: 1 })).first.status).toBe('pending');
  expect(performance.now() - startedAt).toBeGreaterThan(900);
  expect((await studio.parts.credits.credits(session.account.id)).held).toBe(1);
});

test('only keys open it; ordering needs the scope to create, and lists of messages are refused', async () => {
  const { studio, origin, server } = await open({ work: false });
  const post = async (body: unknown, key?: string) => {
    const response = await fetch(`${origin}/mcp`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json, text/event-stream',
        ...(key !== undefined && { Authorization: `Bearer ${key}` }),
      },
    });
    const answer = z.looseObject({ code: z.string().optional() }).parse(await response.json());
    return `${response.status} ${answer.code}`;
  };
  const list = { jsonrpc: '2.0', id: 1, method: 'tools/list' };
  const session = await studio.user(10);
  expect(await post(list)).toBe('401 api_key_required');
  expect(await post(list, session.accessToken)).toBe('401 api_key_required');
  const { call, secret } = await connect(studio, origin, { scopes: ['read'] });
  expect(await post(list, secret)).toBe('200 undefined');
  await expect(call('create_task', { model: 'x', image_urls: [server.link()] })).rejects.toThrow(
    /api_key_scope_missing/,
  );
  expect(await post([list], secret)).toBe('400 request_invalid');
  const creating = (await makeKey(studio, session, { scopes: ['create'] })).secret;
  expect(await post(list, creating)).toBe('403 api_key_scope_missing');
  const opened = await fetch(`${origin}/mcp`, { headers: { Authorization: `Bearer ${secret}` } });
  expect(opened.status).toBe(405);
});
