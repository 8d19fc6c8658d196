import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { TaskClient } from '../task-client.ts';
import { giveMembership } from '../test-studio.ts';
import { openDoorStudio, openPictureServer } from './picture-server.ts';

const run = promisify(execFile);
const exampleFile = (name: string) =>
  readFile(path.join(import.meta.dirname, 'task-api-examples', name), 'utf8');

/** Nobody listens at the vendors' address: tasks for them are accepted and wait. */
async function open() {
  const { studio, origin } = await openDoorStudio({ environment: { EMULATOR_URL: 'http://127.0.0.1:9' } });
  const session = await studio.user(100);
  await giveMembership(studio, session.account.id);
  const pictures = await openPictureServer();
  return { studio, origin, pictures, session, client: new TaskClient(studio, session) };
}

test('the documented curl lines order, read and list', async () => {
  const { origin, pictures, session, client } = await open();
  const lines = await exampleFile('lines.sh');
  const curl = async (name: string, taskId = '') => {
    const section = lines.split(/^# /m).find((text) => text.startsWith(`${name}\n`));
    const line = section?.slice(name.length).trim();
    if (line === undefined) throw new Error(`there is no line ${name}`);
    const own = line
      .replace('https://api.example.com', origin)
      .replace('https://example.com', pictures.link(''))
      .replace('YOUR_JWT_TOKEN', session.accessToken)
      .replace('TASK_ID', taskId);
    const { stdout } = await run('sh', ['-c', own]);
    return JSON.parse(stdout);
  };
  const cleaned = await curl('create-basic-clean');
  expect(cleaned).toMatchObject({ success: true, data: { type: 'basic_clean', status: 'pending' } });
  await client.ended(cleaned.data.taskId);
  const got = await curl('get', cleaned.data.taskId);
  expect(got).toMatchObject({ success: true, data: { status: 'success', params: { template: 'all' } } });
  const posed = await curl('create-model-pose12');
  expect(posed).toMatchObject({ success: true, data: { type: 'model_pose12', status: 'pending' } });
  const listed = await curl('list');
  expect(listed.data).toMatchObject({ total: 1, limit: 10, offset: 0, tasks: [{ id: cleaned.data.taskId }] });
  expect(pictures.messages.map(({ path: asked }) => asked)).toEqual([
    '/images/product.jpg',
    '/images/garment.jpg',
  ]);
});

/** The client that the documented TypeScript presumes: `create` gives the whole answer, `get` its data. */
const CLIENT = `
const { ORIGIN, TOKEN, PICTURE } = process.env;
const headers = { Authorization: \`Bearer \${TOKEN}\`, 'Content-Type': 'application/json' };
const api = {
  task: {
    create: async (body) =>
      (await fetch(\`\${ORIGIN}/api/task/create\`, { method: 'POST', headers, body: JSON.stringify(body) })).json(),
    get: async (id) => (await (await fetch(\`\${ORIGIN}/api/task/\${id}\`, { headers })).json()).data,
  },
};
`;
/** The poller of the example ends by itself once the task has ended, and the process with it. */
const USE = `
const made = await createTask('basic_clean', PICTURE, { template: 'white_bg' });
const seen = await monitorTask(made.taskId);
process.on('exit', () => console.log(JSON.stringify({ made, seen })));
`;

test('the documented TypeScript orders a task and follows it to its end', async () => {
  const { origin, pictures, session, client } = await open();
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-example-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeFile(path.join(folder, 'example.mts'), CLIENT + (await exampleFile('client.mts.txt')) + USE);
  const env = {
    PATH: process.env['PATH'],
    ORIGIN: origin,
    TOKEN: session.accessToken,
    PICTURE: pictures.link(),
  };
  const { stdout, stderr } = await run(process.execPath, ['example.mts'], {
    cwd: folder,
    env,
    timeout: 30_000,
  });
  expect(stderr).toBe('');
  const { made, seen } = JSON.parse(stdout);
  expect(seen).toMatchObject({ id: made.taskId, type: 'basic_clean', params: { template: 'white_bg' } });
  expect(await client.task(made.taskId)).toMatchObject({ status: 'completed', chargedCredits: 1 });
});
