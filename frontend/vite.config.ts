import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const backend = { target: 'http://127.0.0.1:3000', changeOrigin: false };

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server: {
    host: '127.0.0.1',
    port: 5173,
    proxy: { '/api': backend, '/v1': backend, '/files': backend, '/readyz': backend },
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'es2022',
    // Read by the measurement of what a first visit loads.
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Changes seldom, so a new release leaves it in people's caches.
            {
              name: 'vendor',
              test: /node_modules[\\/](react|react-dom|scheduler|react-router|i18next|react-i18next|@tanstack)[\\/]/,
            },
            // Otherwise each helper two pages share would be a request of its own. Dialogs come when one is opened, the
            // table of all errors with the page that looks into it, the checks of pictures with what takes pictures, new
            // passwords with the two pages where they are chosen.
            {
              name: 'shared',
              test: /src[\\/](lib[\\/](?!picture-)|ui[\\/](?!dialog|confirm-dialog|paging)|features[\\/]session[\\/](?!new-password|use-password))|shared[\\/]src[\\/](?!error|account-errors|task-failures)/,
              minShareCount: 2,
            },
            { name: 'icons', test: /@tabler[\\/]icons-react/, minShareCount: 3 },
          ],
        },
      },
    },
  },
  test: {
    name: 'frontend',
    environment: 'happy-dom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/testing/setup.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    // As in vitest.config.ts above this folder.
    isolate: false,
    maxWorkers: 3,
    testTimeout: 20_000,
  },
});
