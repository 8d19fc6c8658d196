import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type AppOptions, createApp } from './app.ts';
import type { Parts, ProcessRole } from './compose.ts';
import { startWork } from './start-work.ts';

/** Slow clients may take their time with a 50 MB upload, but not for ever. */
const REQUEST_TIMEOUT_MS = 120_000;
/**
 * Longer than proxies (60 s) and clients keep a quiet connection, so that it is they who close it: a server that closes
 * one at the moment a request arrives on it leaves the client without an answer. Node's 5 s also run out while another
 * program holds the write lock of SQLite.
 */
const KEEP_ALIVE_TIMEOUT_MS = 75_000;
const HEADERS_TIMEOUT_MS = 80_000;

/** A process at work. */
export interface Serving {
  /** The port of the HTTP doors; null in a process that only works. */
  readonly port: number | null;
  /** Takes nothing new, lets what is under way finish or puts it back in line, and closes everything. */
  stop(): Promise<void>;
}

/** Brings composed parts to life as the given kind of process. */
export async function serve(
  parts: Parts,
  role: ProcessRole,
  options: Pick<AppOptions, 'rateLimits'> = {},
): Promise<Serving> {
  const stopping = new AbortController();
  const server =
    role === 'worker' ? undefined : await openDoors(parts, { ...options, stopping: stopping.signal });
  const stopWork = role === 'api' ? undefined : await startWork(parts);
  return {
    port: server ? (server.address() as AddressInfo).port : null,
    stop: async () => {
      stopping.abort();
      const closed = server && new Promise((resolve) => server.close(resolve));
      server?.closeIdleConnections();
      if (stopWork) await stopWork();
      else await parts.engine.stop();
      server?.closeAllConnections();
      await closed;
      await parts.close();
    },
  };
}

async function openDoors(parts: Parts, options: AppOptions): Promise<Server> {
  const server = createServer(createApp(parts, options));
  server.requestTimeout = REQUEST_TIMEOUT_MS;
  server.keepAliveTimeout = KEEP_ALIVE_TIMEOUT_MS;
  server.headersTimeout = HEADERS_TIMEOUT_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(parts.config.port, parts.config.host, () => resolve());
  });
  return server;
}
