import { defineConfig } from 'vitest/config';
import { SlowFirst } from './scripts/lib/slow-first.ts';

/** One runner for every kind of test; `scripts/test.ts` runs the projects in stages and adds up their counts. */
export default defineConfig({
  test: {
    // Many tests wait for processes, disks and timers, so more files than cores run at once.
    maxWorkers: 3,
    sequence: { sequencer: SlowFirst },
    // Where `isolate` is off below, the files of one worker share their modules: loading them anew took more time than
    // most tests. So no test file there may mock a module or leave anything changed.
    projects: [
      { test: { name: 'shared', include: ['shared/src/**/*.test.ts'], isolate: false } },
      {
        test: {
          name: 'backend',
          include: ['backend/{src,test,migrations}/**/*.test.ts'],
          exclude: ['backend/test/postgres/**'],
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          globalSetup: ['backend/test/sqlite-setup.ts'],
          setupFiles: ['backend/test/setup.ts'],
        },
      },
      {
        // The same tests once more on PostgreSQL: all that open a database or speak to a whole server.
        test: {
          name: 'backend-postgres',
          include: [
            'backend/test/**/*.test.ts',
            'backend/src/{accounts,assets,credits,db,engine,events,http,tasks,webhooks}/**/*.test.ts',
          ],
          // These are about SQLite alone, or about what has no part in the database.
          exclude: [
            'backend/src/db/group-commit.test.ts',
            'backend/test/restart.test.ts',
            'backend/test/periodic-plans.test.ts',
            'backend/test/catalogue.test.ts',
            'backend/test/contract/object-store.*.test.ts',
            'backend/test/vendor-transport.test.ts',
            'backend/test/upload-door.test.ts',
            'backend/test/doors/hostile-*.test.ts',
            'backend/src/accounts/{api-key-secret,passwords,tokens}.test.ts',
            'backend/src/http/*.test.ts',
            'backend/src/http/openapi/*.test.ts',
            'backend/src/http/routes/{api-docs,files}.test.ts',
            'backend/src/webhooks/{retry-schedule,signatures}.test.ts',
          ],
          env: { TEST_DATABASE: 'postgres' },
          globalSetup: ['backend/test/postgres-setup.ts'],
          isolate: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
          setupFiles: ['backend/test/setup.ts'],
        },
      },
      './frontend/vite.config.ts',
      {
        test: {
          name: 'scripts',
          include: ['scripts/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'scripts/browser/**'],
          globalSetup: ['backend/test/sqlite-setup.ts'],
          isolate: false,
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['scripts/browser/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // A browser and a server for each file: more than two at once take each other's processor time.
          maxWorkers: 2,
        },
      },
    ],
  },
});
