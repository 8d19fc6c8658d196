import { stopWithLauncher } from './lib/lifeline.ts';
import { openBridge } from './mcp/bridge.ts';

// `pnpm mcp`: the tools of a running Atelier for an assistant on this machine. Standard output carries the protocol
// alone; everything said to people goes to standard error.

const { ATELIER_URL = 'http://127.0.0.1:3000', ATELIER_API_KEY: apiKey } = process.env;

stopWithLauncher();
if (!apiKey) {
  console.error('Set ATELIER_API_KEY to an API key with the scopes read and create (made under /api-keys).');
  process.exit(2);
}
try {
  await openBridge({ url: ATELIER_URL, apiKey });
} catch (error) {
  console.error(`Atelier at ${ATELIER_URL} cannot be used:`, error instanceof Error ? error.message : error);
  process.exit(1);
}
