import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeWebhookSecret, signatureHeaders } from '../../src/webhooks/signatures.ts';
import { eventually } from '../test-studio.ts';

const GUIDE = new URL('../../../docs/webhooks.md', import.meta.url);
const PAGE = new URL('../../../frontend/src/pages/webhooks/verify-snippets.ts', import.meta.url);

const snippetsOf = (guide: string, language: string): string[] =>
  [...guide.matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text = '']) => text);

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Runs the guide's server as a customer would, with its packages found here. */
async function runSnippet(snippet: string, secret: string): Promise<{ url: string; output: () => string }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-snippet-'));
  const file = path.join(folder, 'server.ts');
  const found = snippet.replace(
    /from '([\w-]+)'/g,
    (_, name: string) => `from '${import.meta.resolve(name)}'`,
  );
  await writeFile(file, found);
  const port = await freePort();
  const child = spawn(process.execPath, [file], {
    env: { ...process.env, ATELIER_WEBHOOK_SECRET: secret, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += String(chunk)));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  });
  const url = `http://127.0.0.1:${port}/webhooks/atelier`;
  await eventually(
    () =>
      fetch(url).then(
        () => true,
        () => false,
      ),
    20_000,
  );
  return { url, output: () => output };
}

test('the code of the guide takes our messages and refuses everybody else’s', async () => {
  const [snippet = ''] = snippetsOf(await readFile(GUIDE, 'utf8'), 'ts');
  const secret = makeWebhookSecret();
  const server = await runSnippet(snippet, secret);
  const payload =
    '{"type":"webhook.test","timestamp":"2026-11-25T08:00:00.000Z","data":{"webhookId":"wh_1"}}';
  const send = async (signedWith: string, sentAt: Date, body = payload): Promise<number> => {
    const signature = signatureHeaders({ id: 'msg_1', sentAt, payload, secrets: [signedWith] });
    const headers = { 'content-type': 'application/json; charset=utf-8', ...signature };
    return (await fetch(server.url, { method: 'POST', headers, body })).status;
  };
  expect(await send(secret, new Date())).toBe(204);
  await eventually(async () => server.output().includes('msg_1') && server.output().includes('wh_1'));
  expect(await send(makeWebhookSecret(), new Date())).toBe(401);
  expect(await send(secret, new Date(), payload.replace('wh_1', 'wh_2'))).toBe(401);
  expect(await send(secret, new Date(Date.now() - 600_000))).toBe(401);
}, 60_000);

test('the page shows the same code as the guide', async () => {
  const guide = await readFile(GUIDE, 'utf8');
  const page = await readFile(PAGE, 'utf8');
  for (const language of ['ts', 'python']) {
    const [snippet] = snippetsOf(guide, language);
    expect(snippet).toBeTruthy();
    expect(page).toContain(`\`${snippet}\``);
  }
});
