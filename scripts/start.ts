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
  await import('@atelier/backend/main');
}

try {
  await start();
} catch (error) {
  console.error(`atelier: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
