import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { onTestFinished } from 'vitest';

/** The only name that the certificate below is good for. */
export const TLS_HOST = 'vendor.example';

/** Of no host on earth; good from 2020 to 2120. */
export const TLS_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBXjCCAQWgAwIBAgIBATAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA52ZW5kb3Iu
ZXhhbXBsZTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGTEXMBUG
A1UEAwwOdmVuZG9yLmV4YW1wbGUwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQg
ya6vjejmfnqsawsCzqi30q3hRdgWM4GmoNwWm7S+lmAiR1S1kxQlOzdOfNzQtuEJ
9jCJgQavVG6RuvS99B3yozwwOjAZBgNVHREEEjAQgg52ZW5kb3IuZXhhbXBsZTAd
BgNVHQ4EFgQUsrByYCiacFksvP6PPvjJyn/MP04wCgYIKoZIzj0EAwIDRwAwRAIg
d+SCkIPsXhai4aqEyttKZh5AfvWZFIJVThWHuHc/IAoCICwdnAwx/qJ747V3Quou
qWSXrXKBU4nkwsd+9+z2xUNN
-----END CERTIFICATE-----
`;
const TLS_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgtpo3N8fIH02M1uE2
mm1V2VBpWzPBH6eG0UGI8XFXWPChRANCAAQgya6vjejmfnqsawsCzqi30q3hRdgW
M4GmoNwWm7S+lmAiR1S1kxQlOzdOfNzQtuEJ9jCJgQavVG6RuvS99B3y
-----END PRIVATE KEY-----
`;

/** A record of application data that nobody sealed. */
const NOISE = Buffer.concat([Buffer.from('1703030020', 'hex'), Buffer.alloc(32, 7)]);

export interface BreakingTlsServer {
  readonly port: number;
  /** Requests that were read to their end. */
  heard: number;
  onHeard: () => void;
}

/**
 * A TLS server behind a line that turns to noise: `handshake`, before anything was said; `answer`, as soon as the server
 * has read a whole request; `never`: the server says nothing either.
 */
export async function openBreakingTlsServer(
  breaks: 'handshake' | 'answer' | 'never',
): Promise<BreakingTlsServer> {
  const lines = new Set<Socket>();
  const opened: BreakingTlsServer & { port: number } = { port: 0, heard: 0, onHeard: () => undefined };
  const tls = createTlsServer({ key: TLS_KEY, cert: TLS_CERTIFICATE }, (secure) => {
    secure.on('error', () => secure.destroy());
    secure.on('data', (chunk: Buffer) => {
      if (!chunk.includes('\r\n\r\n')) return;
      opened.heard += 1;
      opened.onHeard();
      if (breaks === 'answer') for (const line of lines) line.write(NOISE);
    });
  });
  tls.on('tlsClientError', () => undefined);
  const inside = await listen(tls);
  const front = createServer((client) => {
    lines.add(client);
    client.on('error', () => client.destroy()).on('close', () => lines.delete(client));
    if (breaks === 'handshake') return void client.once('data', () => client.write(NOISE));
    const server = connect(inside, '127.0.0.1');
    server.on('error', () => server.destroy()).on('close', () => client.destroy());
    client.on('close', () => server.destroy());
    client.pipe(server);
    server.pipe(client, { end: false });
  });
  opened.port = await listen(front);
  onTestFinished(async () => {
    for (const line of lines) line.destroy();
    await Promise.all([front, tls].map((server) => new Promise((resolve) => server.close(resolve))));
  });
  return opened;
}

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
