import { createServer } from 'node:http';
import path from 'node:path';
import { createApp } from '@atelier/backend/app';
import { compose } from '@atelier/backend/compose';
import { loadConfig } from '@atelier/backend/config';
import sharp from 'sharp';

/** The real server with an account that can pay for everything and one stored picture; nobody works on the tasks. */
const [folder = '.'] = process.argv.slice(2);
const parts = await compose(
  loadConfig({ NODE_ENV: 'test', DATA_DIR: folder, LOG_LEVEL: 'error', SIGN_UP_CREDITS: '1000000' }),
);
const session = await parts.accounts.register({
  email: 'bench@example.com',
  username: 'bench',
  password: 'bench bench',
});
const userId = session.account.id;

const picture = path.join(parts.temporaryRoot, 'picture.png');
await sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
  .png()
  .toFile(picture);
const rows = await parts.assets.acceptUploads(
  userId,
  [{ path: picture, name: 'picture.png' }],
  parts.temporaryRoot,
);
await parts.database.transaction((transaction) => parts.assets.insertRows(transaction, rows));

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
  process.send?.({ ...Object(server.address()), token: session.accessToken, assetId: rows[0]?.id });
});
