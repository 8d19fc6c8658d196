import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ReceivedCallback {
  readonly path: string;
  readonly headers: Headers;
  readonly body: string;
}

/** A place for callbacks, as an application that uses a vendor has it. For tests. */
export interface CallbackReceiver {
  readonly url: string;
  /** The next callback, in the order they came; waits for it. */
  next(): Promise<ReceivedCallback>;
}

export async function openReceiver(): Promise<CallbackReceiver> {
  const received: ReceivedCallback[] = [];
  let wake: () => void = () => undefined;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const headers = new Headers(
        Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
      );
      received.push({ path: request.url ?? '', headers, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(200).end();
      wake();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    next: async () => {
      while (received.length === 0) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      const [first] = received.splice(0, 1);
      if (!first) throw new Error('no callback after all');
      return first;
    },
  };
}
