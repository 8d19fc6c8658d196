import type { TestProject } from 'vitest/node';
import { migrate } from '../src/migrate.ts';
import { type PostgresServer, startPostgres } from './postgres-server.ts';
import { TEMPLATE_DATABASE } from './template-database.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Port of the PostgreSQL that this run of the suite uses. */
    postgresPort: number;
  }
}

/** Starts one PostgreSQL for the whole run of the suite. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server: PostgresServer = await startPostgres();
  const url = await server.createDatabase(TEMPLATE_DATABASE);
  await migrate({ dialect: 'postgres', url });
  project.provide('postgresPort', server.port);
  return () => server.stop();
}
