import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { expect, onTestFinished, test } from 'vitest';
import { z } from 'zod';
import { makeKey } from '../../backend/test/api-key-client.ts';
import { listen } from '../../backend/test/doors/picture-server.ts';
import { openTestStudio } from '../../backend/test/test-studio.ts';
import { ROOT } from '../lib/paths.ts';

const resultSchema = z.object({
  content: z.array(z.object({ type: z.string(), text: z.string().optional(), uri: z.string().optional() })),
  isError: z.boolean().optional(),
});

async function open() {
  const studio = await openTestStudio();
  const url = await listen(studio);
  const { secret } = await makeKey(studio, await studio.user(10));
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-mcp-'));
  const file = path.join(folder, '杯子.png');
  await writeFile(file, 'a picture');
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [path.join(ROOT, 'scripts', 'mcp.ts')],
    env: { ATELIER_URL: url, ATELIER_API_KEY: secret },
  });
  await client.connect(transport);
  onTestFinished(async () => {
    await client.close();
    await rm(folder, { recursive: true });
  });
  const call = async (name: string, args: object) =>
    resultSchema.parse(await client.callTool({ name, arguments: { ...args } }));
  return { client, call, file };
}

test("on the user's machine a task is made from a file by its path, and its result fetched", async () => {
  const { client, call, file } = await open();
  const { tools } = await client.listTools();
  const create = tools.find(({ name }) => name === 'create_task');
  expect(Object.keys(create?.inputSchema.properties ?? {})).toEqual(
    expect.arrayContaining(['model', 'image_urls', 'asset_ids', 'file_paths']),
  );
  const made = await call('create_task', { model: 'local-background-removal', file_paths: [file] });
  const { task_id } = JSON.parse(made.content[0]?.text ?? '');
  const ended = await call('get_task', { task_id, wait_seconds: 20 });
  expect(JSON.parse(ended.content[0]?.text ?? '')).toMatchObject({ status: 'completed' });
  const { content } = await call('get_result', { task_id });
  expect(await (await fetch(content[0]?.uri ?? '')).text()).toBe('a picture');
});

test('a file that is not there is an error the assistant can read', async () => {
  const { call, file } = await open();
  const answer = await call('create_task', {
    model: 'local-background-removal',
    file_paths: [`${file}.gone`],
  });
  expect(answer.isError).toBe(true);
  expect(answer.content[0]?.text).toMatch(/open|exist|ENOENT|file/i);
});
