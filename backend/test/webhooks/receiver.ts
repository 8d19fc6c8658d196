import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** One request as a customer's server gets it. */
export interface ReceivedMessage {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Reaction = (response: ServerResponse, message: ReceivedMessage) => void;

/** A customer's server on the loopback interface that keeps what it is sent and answers as the test tells it to. */
export interface Receiver {
  readonly port: number;
  readonly messages: ReceivedMessage[];
  /** Connections that reached it. */
  readonly connections: () => number;
  react: Reaction;
  /** Breaks every connection off. */
  hangUp(): void;
}

export const accept: Reaction = (response) => response.writeHead(204).end();

export async function openReceiver(react: Reaction = accept): Promise<Receiver> {
  let connections = 0;
  const messages: ReceivedMessage[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const message = { path: request.url ?? '', headers: request.headers, body };
      messages.push(message);
      receiver.react(response, message);
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const receiver: Receiver = {
    port: (server.address() as AddressInfo).port,
    messages,
    connections: () => connections,
    react,
    hangUp: () => server.closeAllConnections(),
  };
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return receiver;
}

/** The headers that a receiver's library wants. */
export function signedHeaders({ headers }: ReceivedMessage): Record<string, string> {
  const names = ['webhook-id', 'webhook-timestamp', 'webhook-signature'];
  return Object.fromEntries(names.map((name) => [name, String(headers[name])]));
}
