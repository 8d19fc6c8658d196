import { createServer } from 'node:http';
import { createApp } from '@atelier/backend/app';
import { compose } from '@atelier/backend/compose';
import { loadConfig } from '@atelier/backend/config';
import { makeHistory } from './list-history.ts';

/** The real server with one user who has so many tasks. */
const [folder = '.', databaseUrl = '', count = '1000'] = process.argv.slice(2);
const parts = await compose(
  loadConfig({
    NODE_ENV: 'test',
    DATA_DIR: folder,
    LOG_LEVEL: 'error',
    SIGN_UP_CREDITS: '0',
    // Making the history may take longer than a session usually lasts.
    JWT_EXPIRES_IN: '1d',
    ...(databaseUrl && { DATABASE_URL: databaseUrl }),
  }),
  { role: 'api' },
);
const session = await parts.accounts.register({
  email: 'bench@example.com',
  username: 'bench',
  password: 'bench bench',
});
await makeHistory(parts.database, session.account.id, Number(count));

const unlimited = { requests: 1e9, windowMs: 60_000 };
const rateLimits = {
  reading: unlimited,
  writing: unlimited,
  uploading: unlimited,
  signingIn: unlimited,
  registering: unlimited,
};
const app = createApp(parts, { stopping: new AbortController().signal, rateLimits });
process.on('SIGINT', () => process.exit(0));
const server = createServer(app).listen(0, '127.0.0.1', () => {
  process.send?.({ ...Object(server.address()), token: session.accessToken });
});
