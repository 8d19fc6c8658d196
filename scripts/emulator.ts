import { parseArgs } from 'node:util';
import { WATCHABLE } from './emulator/options.ts';
import { startEmulator } from './emulator/server.ts';
import { stopWithLauncher } from './lib/lifeline.ts';

const DEFAULT_PORT = '4010';

/** `pnpm emulator`: stands in for every vendor until it is stopped. `--port 0` takes any free port. */
const { values } = parseArgs({ options: { port: { type: 'string', default: DEFAULT_PORT } } });
stopWithLauncher();
const emulator = await startEmulator({ ...WATCHABLE, port: Number(values.port) });
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void emulator.stop().then(() => process.exit(0)));
}
if (process.send) process.send({ url: emulator.url });
console.log(`\n  Emulated vendors: ${emulator.vendors.join(', ')}`);
console.log(`  Start the server with EMULATOR_URL=${emulator.url}\n`);
