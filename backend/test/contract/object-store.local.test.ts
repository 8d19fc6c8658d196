import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ERRORS } from '@atelier/shared/errors';
import express, { type ErrorRequestHandler } from 'express';
import { filesRoutes } from '../../src/http/routes/files.ts';
import { AppError } from '../../src/lib/app-error.ts';
import { createLocalDiskStore } from '../../src/storage/local-disk.ts';
import { describeObjectStore } from './object-store.ts';

const answerErrors: ErrorRequestHandler = (error, _request, response, _next) => {
  const status = error instanceof AppError ? ERRORS[error.code].status : 500;
  response.status(status).json({ code: error instanceof AppError ? error.code : String(error) });
};

describeObjectStore(
  'local disk',
  async () => {
    const root = await mkdtemp(join(tmpdir(), 'atelier-local-'));
    let offsetMs = 0;
    const clock = { now: () => new Date(Date.now() + offsetMs) };
    const app = express();
    const server = createServer(app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const store = createLocalDiskStore({
      root: join(root, 'objects'),
      signingKey: 'a signing key of more than thirty-two bytes',
      publicPath: '/files',
      publicBaseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      clock,
    });
    app.use('/files', filesRoutes({ store, clock }), answerErrors);
    return {
      store,
      setClockOffset: (value) => {
        offsetMs = value;
      },
      close: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        const temporaries = await readdir(join(root, 'objects', '.incoming'));
        await rm(root, { recursive: true });
        // Failed puts, refused uploads and early stops above: none may have left a temporary.
        if (temporaries.length > 0) throw new Error(`Temporaries left behind: ${temporaries.join(', ')}`);
      },
    };
  },
  { checksSignatures: true, checksUploads: true, readsFirstByteAlone: true, replacesAtomically: true },
);
