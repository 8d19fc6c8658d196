import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { createSafeFetch } from '../src/lib/safe-fetch.ts';
import type { PicturePool } from '../src/pictures/picture-pool.ts';
import type { ProviderAdapter } from '../src/providers/adapter.ts';
import { bearer, type Connection } from '../src/providers/connection.ts';
import { createTransport } from '../src/providers/create-transport.ts';
import type { HttpAnswer, HttpRequest } from '../src/providers/http-messages.ts';
import type { Transport } from '../src/providers/transport.ts';
import { FakePictures } from './fake-pictures.ts';

/** A call as it arrived. */
export interface ReceivedCall {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A server on the loopback interface that answers as the test wants. */
export interface TestVendor {
  readonly origin: string;
  readonly calls: ReceivedCall[];
  answer: (call: ReceivedCall, response: ServerResponse) => void;
}

export async function openVendor(): Promise<TestVendor> {
  const calls: ReceivedCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const call = { method, url, headers, body: Buffer.concat(chunks) };
      calls.push(call);
      vendor.answer(call, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  const vendor: TestVendor = {
    origin: `http://127.0.0.1:${port}`,
    calls,
    answer: (_call, response) => void response.end('{}'),
  };
  return vendor;
}

export const TEST_KEY = 'sk-test/0123+456789 abcdef';

/** A provider with a key whose endpoint is the vendor's address. */
export function providerAt(
  origin: string,
  rules: Partial<ProviderAdapter['connection']> = {},
): ProviderAdapter {
  return {
    slug: 'acme',
    isRepeatable: false,
    maxConcurrent: 4,
    limitPer: 'installation',
    connection: {
      label: { en: 'Acme', 'zh-CN': 'Acme' },
      website: 'https://acme.example',
      endpoint: origin,
      authorize: bearer,
      ...rules,
    },
    start: () => ({ kind: 'local', jobs: [] }),
    readStart: () => ({ kind: 'done', outputs: [] }),
  };
}

export function connectionAt(endpoint: string, change: Partial<Connection> = {}): Connection {
  return {
    slug: 'acme',
    endpoint,
    key: TEST_KEY,
    allowsPrivateAddress: true,
    isEmulated: false,
    keepsResults: true,
    pathPrefix: null,
    callbackSecret: null,
    ...change,
  };
}

export interface TestTransport {
  readonly transport: Transport;
  readonly provider: ProviderAdapter;
  /** A folder that goes with the test. */
  readonly directory: string;
  /** Sends and insists on an answer. */
  ask(request: Partial<HttpRequest>): Promise<HttpAnswer>;
}

/** The real transport with the real guard, towards one provider. */
export async function openTransport(
  connection: Connection,
  options: { provider?: ProviderAdapter; pictures?: PicturePool } = {},
): Promise<TestTransport> {
  const directory = await mkdtemp(path.join(tmpdir(), 'atelier-vendor-'));
  const safeFetch = createSafeFetch();
  onTestFinished(async () => {
    await safeFetch.close();
    await rm(directory, { recursive: true, force: true });
  });
  const provider = options.provider ?? providerAt(connection.endpoint);
  const pictures = options.pictures ?? new FakePictures();
  const connections = { find: () => connection };
  const transport = createTransport({ safeFetch, pictures, connections, allowHttp: false });
  return {
    transport,
    provider,
    directory,
    async ask(request) {
      const wanted: HttpRequest = { kind: 'http', method: 'POST', url: '/v1/make', ...request };
      const answer = await transport.send(wanted, { provider, directory });
      if (answer.kind !== 'http') throw new Error(`no answer: ${JSON.stringify(answer)}`);
      return answer;
    },
  };
}
