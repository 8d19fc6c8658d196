import { Client, Receiver, SignatureError } from '@upstash/qstash';
import { expect, onTestFinished, test } from 'vitest';
import { eventually } from '../../../backend/test/test-studio.ts';
import { EMULATED_SIGNING_KEYS, signatureFor } from '../qstash.ts';
import { startEmulator } from '../server.ts';
import { openReceiver } from './receiver.ts';

// QStash's own client, as published, accepts the emulator for the real thing, and so does its receiver.

async function open(token = 'emulated') {
  const emulator = await startEmulator();
  onTestFinished(() => emulator.stop());
  const client = new Client({ baseUrl: `${emulator.url}/qstash`, token, retry: false });
  const receiver = await openReceiver();
  return { emulator, client, receiver };
}

const verifier = new Receiver({
  currentSigningKey: EMULATED_SIGNING_KEYS.current,
  nextSigningKey: EMULATED_SIGNING_KEYS.next,
});

test('a message is delivered with its headers and a signature that the receiver believes', async () => {
  const { client, receiver } = await open();
  const url = `${receiver.url}/slow`;
  const { messageId } = await client.publishJSON({
    url,
    body: { prompt: '红色的杯子' },
    headers: { 'x-own': 'yes' },
  });
  const { body, headers, path } = await receiver.next();
  expect([path, JSON.parse(body)]).toEqual(['/slow', { prompt: '红色的杯子' }]);
  expect(headers.get('x-own')).toBe('yes');
  expect(headers.get('upstash-message-id')).toBe(messageId);
  const signature = headers.get('upstash-signature') ?? '';
  expect(await verifier.verify({ signature, body, url })).toBe(true);
  await expect(verifier.verify({ signature, body: `${body} `, url })).rejects.toThrow(SignatureError);
  await expect(verifier.verify({ signature, body, url: `${url}/2` })).rejects.toThrow(SignatureError);
});

test('the next key counts as well, another one, an old message and one of the future do not', async () => {
  const url = 'https://studio.example.com/api/generate/callback';
  const body = '{"status":200}';
  const sign = (change: Parameters<typeof signatureFor>[2]) => signatureFor(url, Buffer.from(body), change);
  const seconds = Math.floor(Date.now() / 1000);
  expect(await verifier.verify({ signature: sign({ key: EMULATED_SIGNING_KEYS.next }), body, url })).toBe(
    true,
  );
  const bad = [
    sign({ key: 'sig_of_somebody_else' }),
    sign({ claims: { exp: seconds - 10 } }),
    sign({ claims: { nbf: seconds + 100 } }),
    sign({ claims: { iss: 'Somebody' } }),
  ];
  for (const signature of bad)
    await expect(verifier.verify({ signature, body, url })).rejects.toThrow(SignatureError);
});

test('the same deduplication id is published once and answered with the first id', async () => {
  const { client, receiver, emulator } = await open();
  const publish = () => client.publishJSON({ url: receiver.url, body: 1, deduplicationId: 'task_1:1:1' });
  const first = await publish();
  expect(await publish()).toMatchObject({ messageId: first.messageId, deduplicated: true });
  await receiver.next();
  expect(emulator.qstash.counts).toEqual({ published: 1, deduplicated: 1 });
});

test("the destination's answer comes to the callback address, after each attempt; the failure callback once", async () => {
  const { client, receiver, emulator } = await open();
  await client.publishJSON({
    url: `${emulator.url}/replicate/account`,
    method: 'GET',
    headers: { authorization: 'Bearer emulated' },
    callback: `${receiver.url}/done`,
  });
  const done = JSON.parse((await receiver.next()).body);
  expect(done).toMatchObject({ status: 200, retried: 0, maxRetries: 3, sourceMessageId: expect.any(String) });
  expect(JSON.parse(Buffer.from(done.body, 'base64').toString())).toMatchObject({ username: 'emulated' });
  await client.publishJSON({
    url: `${emulator.url}/replicate/nothing`,
    headers: { authorization: 'Bearer emulated' },
    retries: 1,
    callback: `${receiver.url}/done`,
    failureCallback: `${receiver.url}/failed`,
  });
  const told = [await receiver.next(), await receiver.next(), await receiver.next()];
  expect(told.map(({ path, body }) => [path, JSON.parse(body).retried, JSON.parse(body).status])).toEqual([
    ['/done', 0, 404],
    ['/done', 1, 404],
    ['/failed', 1, 404],
  ]);
});

test('a message under way is found and canceled; a bad token and a bad destination are refused', async () => {
  const { client, emulator } = await open();
  const closed = 'http://127.0.0.1:9/';
  const { messageId } = await client.publishJSON({ url: closed, body: 1, retries: 5 });
  expect(await client.messages.get(messageId)).toMatchObject({ messageId });
  await client.messages.cancel(messageId);
  await eventually(async () => emulator.qstash.deliveries.length > 0);
  await expect(client.messages.get(messageId)).rejects.toMatchObject({ status: 404 });
  const stranger = new Client({ baseUrl: `${emulator.url}/qstash`, token: 'bad', retry: false });
  await expect(stranger.publishJSON({ url: closed, body: 1 })).rejects.toMatchObject({ status: 401 });
  await expect(client.publishJSON({ url: 'ftp://x', body: 1 })).rejects.toMatchObject({ status: 400 });
});
