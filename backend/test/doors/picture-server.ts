import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { createSafeFetch } from '../../src/lib/safe-fetch.ts';
import { openTestStudio, type TestStudio, type TestStudioOptions } from '../test-studio.ts';
import { openReceiver, type Receiver } from '../webhooks/receiver.ts';
import { toLoopback } from '../webhooks/to-loopback.ts';

export interface PictureServer extends Receiver {
  /** The address of a picture on it, under a name that looks public. */
  link(path?: string): string;
}

/** Somebody's server with pictures; answers every path with the bytes, which any fake picture pool takes. */
export async function openPictureServer(bytes: Buffer = Buffer.from('a picture')): Promise<PictureServer> {
  const receiver = await openReceiver((response) =>
    response.writeHead(200, { 'content-type': 'image/png' }).end(bytes),
  );
  const link = (path = '/mug.png'): string => `http://pictures.example.com:${receiver.port}${path}`;
  return Object.assign(receiver, { link });
}

/** A studio that fetches from servers on the loopback interface, and a real port for real clients. */
export async function openDoorStudio(
  options: TestStudioOptions = {},
): Promise<{ studio: TestStudio; origin: string }> {
  const studio = await openTestStudio({ safeFetch: createSafeFetch(toLoopback), ...options });
  const origin = await listen(studio);
  return { studio, origin };
}

/** Opens a port for a studio's app. Returns its address. */
export async function listen({ app }: TestStudio): Promise<string> {
  const server = await new Promise<Server>((resolve) => {
    const opened = app.listen(0, '127.0.0.1', () => resolve(opened));
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
