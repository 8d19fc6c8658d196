import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Socket } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { openBreakingTlsServer, TLS_CERTIFICATE, TLS_HOST } from '../../test/breaking-tls-server.ts';
import { AppError } from './app-error.ts';
import { createSafeFetch } from './safe-fetch.ts';

// Promise: a start is repeated only when it is certain that the vendor did not hear it.

/** How a POST to the server fails. */
async function failureAt(port: number, parts: { ca?: string } = { ca: TLS_CERTIFICATE }): Promise<AppError> {
  const safeFetch = createSafeFetch({ lookup: async () => [{ address: '127.0.0.1', family: 4 }], ...parts });
  onTestFinished(() => safeFetch.close());
  const origin = `https://${TLS_HOST}:${port}`;
  const error = await safeFetch
    .toBuffer(`${origin}/orders`, {
      ...{
        method: 'POST',
        body: '{"prompt":"a mug"}',
        maxBytes: 1000,
        trustedOrigin: origin,
        timeoutMs: 5000,
      },
    })
    .catch((reason: unknown) => reason);
  if (!(error instanceof AppError)) throw new Error('it did not fail as it should', { cause: error });
  return error;
}
const codeOf = ({ cause }: AppError) => (cause instanceof Error && 'code' in cause ? cause.code : undefined);

test('TLS that breaks after the server has read the request proves nothing: it was heard', async () => {
  const server = await openBreakingTlsServer('answer');
  const error = await failureAt(server.port);
  expect(server.heard).toBe(1);
  expect(error.values).toEqual({ reason: 'connection_failed', phase: 'answer' });
});

test.each([
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
  'ERR_TLS_INVALID_STATE',
])('nor does %s on an open connection, although setting one up may fail in the same words', async (code) => {
  const server = await openBreakingTlsServer('never');
  let ours: Socket | undefined;
  const note = (message: unknown) => {
    ours = (message as { socket: Socket }).socket;
  };
  subscribe('undici:client:sendHeaders', note);
  onTestFinished(() => void unsubscribe('undici:client:sendHeaders', note));
  server.onHeard = () => ours?.destroy(Object.assign(new Error(`read ${code}`), { code }));
  const error = await failureAt(server.port);
  expect([server.heard, codeOf(error)]).toEqual([1, code]);
  expect(error.values).toEqual({ reason: 'connection_failed', phase: 'answer' });
});

test('TLS that breaks in its handshake proves that nothing was sent', async () => {
  const server = await openBreakingTlsServer('handshake');
  const error = await failureAt(server.port);
  expect(codeOf(error)).toMatch(/^ERR_SSL_/);
  expect(error.values).toEqual({ reason: 'connection_failed', phase: 'connect' });
});

test('so do a certificate that nobody vouches for and a port that nobody listens on', async () => {
  const server = await openBreakingTlsServer('answer');
  const stranger = await failureAt(server.port, {});
  expect(codeOf(stranger)).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
  expect(stranger.values['phase']).toBe('connect');
  expect(server.heard).toBe(0);
  const nobody = await failureAt(1);
  expect([codeOf(nobody), nobody.values['phase']]).toEqual(['ECONNREFUSED', 'connect']);
});
