import pino from 'pino';
import { compose } from '../../src/compose.ts';
import { loadConfig } from '../../src/config.ts';
import { createSafeFetch } from '../../src/lib/safe-fetch.ts';
import { startWork } from '../../src/start-work.ts';
import { FakePictures } from '../fake-pictures.ts';
import { toLoopback } from './to-loopback.ts';

/** A whole worker process over a test's data, for a test that kills it: data folder, then the database if any. */
const [dataDirectory = '', databaseUrl = ''] = process.argv.slice(2);
const config = loadConfig({ NODE_ENV: 'test', DATA_DIR: dataDirectory, DATABASE_URL: databaseUrl });
const parts = await compose(config, {
  pictures: new FakePictures(),
  logger: pino({ level: 'silent' }),
  safeFetch: createSafeFetch(toLoopback),
});
await startWork(parts);
