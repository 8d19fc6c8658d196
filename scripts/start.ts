import { parseArgs } from 'node:util';
import { startEmulatorProcess } from './lib/emulator-process.ts';
import { stopWithLauncher } from './lib/lifeline.ts';
import { buildPageWhenNeeded } from './lib/page-build.ts';
import { ROOT } from './lib/paths.ts';

/**
 * The server, from a fresh clone to a printed address. It runs in this process, so it gets the signals itself.
 * With `--emulate` a stand-in answers for every vendor; it stops together with the server.
 */
async function start(): Promise<void> {
  stopWithLauncher();
  const { values } = parseArgs({ options: { emulate: { type: 'boolean', default: false } }, strict: false });
  const startedAt = performance.now();
  if (await buildPageWhenNeeded(ROOT)) {
    console.log(`atelier: page built in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
  if (values.emulate === true) await emulateVendors();
  await import('@atelier/backend/main');
}

async function emulateVendors(): Promise<void> {
  const { url } = await startEmulatorProcess(ROOT, (reason) =>
    console.error(`atelier: the emulator ended (${reason}); vendors do not answer until the next start`),
  );
  process.env['EMULATOR_URL'] = url;
  console.log(`atelier: all vendors are emulated at ${url}; no key is used and nothing is bought`);
}

try {
  await start();
} catch (error) {
  console.error(`atelier: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
