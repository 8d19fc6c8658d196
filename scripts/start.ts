import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stopWithLauncher } from './lib/lifeline.ts';
import { buildPageWhenNeeded } from './lib/page-build.ts';
import { ROOT } from './lib/paths.ts';

/** The server, from a fresh clone to a printed address. It runs in this process, so it gets the signals itself. */
async function start(): Promise<void> {
  stopWithLauncher();
  const startedAt = performance.now();
  if (await buildPageWhenNeeded(ROOT)) {
    console.log(`atelier: page built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
  const settings = join(ROOT, '.env');
  if (existsSync(settings)) process.loadEnvFile(settings);
  process.chdir(ROOT);
  await import('@atelier/backend/src/main.ts');
}

try {
  await start();
} catch (error) {
  console.error(`atelier: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
