import { createServer, type Server } from 'node:http';
import { createApp } from './app.ts';
import { compose, type Parts } from './compose.ts';
import { ConfigError, loadConfig } from './config.ts';
import { DataDirectoryInUseError } from './db/data-directory-lock.ts';
import { DEMO_ACCOUNTS, seedDemoData } from './demo-data.ts';
import { SecretRefusedError } from './lib/secrets.ts';
import { startWork } from './start-work.ts';

/** After this a second signal is not needed: whatever still runs is cut off and goes on at the next start. */
const STOP_LIMIT_MS = 25_000;

async function main(): Promise<void> {
  const parts = await compose(loadConfig());
  const { config, logger } = parts;
  if (config.demoData) await seedDemoData(parts);

  const stopping = new AbortController();
  const server = createServer(createApp(parts, { stopping: stopping.signal }));
  // Slow clients may take their time with a 50 MB upload, but not for ever.
  server.requestTimeout = 120_000;
  await listen(server, config.port, config.host);
  const stopWork = await startWork(parts);
  announce(parts, server);

  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) return;
    isStopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    void (async () => {
      stopping.abort();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await stopWork();
      server.closeAllConnections();
      await closed;
      await parts.close();
      process.exit(0);
    })();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve());
  });
}

function announce({ config }: Parts, server: Server): void {
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : config.port;
  const lines = ['', `  Atelier is ready: ${config.appUrl ?? `http://localhost:${port}`}`];
  if (config.demoData) {
    for (const { email, password } of DEMO_ACCOUNTS) lines.push(`  Sign in with ${email} / ${password}`);
  }
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

/** Troubles an operator can mend get one clear sentence; anything else keeps its stack. */
function explain(error: unknown): string {
  if (
    error instanceof ConfigError ||
    error instanceof SecretRefusedError ||
    error instanceof DataDirectoryInUseError
  ) {
    return error.message;
  }
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'The port is already in use. Stop the other program or set PORT to another number.';
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`\nAtelier could not start.\n${explain(error)}\n`);
  process.exit(1);
});
