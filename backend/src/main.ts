import { parseArgs } from 'node:util';
import { compose, type Parts, type ProcessRole } from './compose.ts';
import { ConfigError, loadConfig } from './config.ts';
import { DataDirectoryInUseError } from './db/data-directory-lock.ts';
import { SchemaOutdatedError } from './db/postgres.ts';
import { DEMO_ACCOUNTS, seedDemoData } from './demo-data.ts';
import { SecretRefusedError } from './lib/secrets.ts';
import { type Serving, serve } from './serve.ts';

/** After this a second signal is not needed: whatever still runs is cut off and goes on at the next start. */
const STOP_LIMIT_MS = 25_000;

async function main(): Promise<void> {
  const config = loadConfig();
  const role = readRole(config.database.dialect);
  const parts = await compose(config, { role });
  if (config.demoData && role !== 'worker') await seedDemoData(parts);
  const serving = await serve(parts, role);
  announce(parts, serving, role, await parts.userDesk.hasActiveOperator());

  let isStopping = false;
  const stop = (signal: NodeJS.Signals): void => {
    if (isStopping) return;
    isStopping = true;
    parts.logger.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_LIMIT_MS).unref();
    void serving.stop().then(() => process.exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

/** `--role api` and `--role worker` split one installation over several processes. */
function readRole(dialect: 'sqlite' | 'postgres'): ProcessRole {
  const { role } = parseArgs({ options: { role: { type: 'string', default: 'all' } }, strict: false }).values;
  if (role !== 'all' && role !== 'api' && role !== 'worker') {
    throw new ConfigError([`--role: must be all, api or worker, not ${String(role)}`]);
  }
  if (role !== 'all' && dialect === 'sqlite') {
    throw new ConfigError([
      `--role ${role}: several processes need DATABASE_URL=postgres://…; an SQLite file has one process, which does everything`,
    ]);
  }
  return role;
}

function announce({ config }: Parts, { port }: Serving, role: ProcessRole, isLed: boolean): void {
  const lines =
    port === null
      ? ['', '  Atelier is ready: working on tasks']
      : ['', `  Atelier is ready: ${config.appUrl ?? `http://localhost:${port}`}`];
  if (role === 'api')
    lines.push('  This process serves the doors only; tasks wait for a process with --role worker.');
  if (config.demoData && port !== null) {
    for (const { email, password } of DEMO_ACCOUNTS) lines.push(`  Sign in with ${email} / ${password}`);
  }
  if (!isLed) {
    lines.push('  Nobody is an operator yet: pnpm user create --role operator --email you@example.com');
  }
  process.stdout.write(`${lines.join('\n')}\n\n`);
}

/** Troubles an operator can mend get one clear sentence; anything else keeps its stack. */
function explain(error: unknown): string {
  if (
    error instanceof ConfigError ||
    error instanceof SecretRefusedError ||
    error instanceof DataDirectoryInUseError ||
    error instanceof SchemaOutdatedError
  ) {
    return error.message;
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return 'The port is already in use. Stop the other program or set PORT to another number.';
  }
  if (code === 'ECONNREFUSED' || code === '28P01' || code === '3D000') {
    return `The database in DATABASE_URL cannot be used: ${error instanceof Error ? error.message : ''}`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

main().catch((error: unknown) => {
  process.stderr.write(`\nAtelier could not start.\n${explain(error)}\n`);
  process.exit(1);
});
