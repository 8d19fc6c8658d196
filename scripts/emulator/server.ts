import { readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EMULATOR_CALLBACK_SECRET } from '@atelier/backend/providers/environment-connections';
import express, { type ErrorRequestHandler, type Express, type Request, Router } from 'express';
import multer from 'multer';
import { FAULTS, type Fault, type FaultOrder, FaultScript, faultNamed } from './faults.ts';
import { FileShelf } from './file-shelf.ts';
import type { VendorCounts } from './job-store.ts';
import { EmulatorKit, type VendorEmulator } from './kit.ts';
import { misbehave } from './misbehave.ts';
import { type EmulatorOptions, FAST } from './options.ts';
import { EmulatedQstash } from './qstash.ts';

const VENDORS_FOLDER = new URL('./vendors/', import.meta.url);
const BODY_LIMIT = '64mb';
const MAX_FORM_FILE_BYTES = 64 * 2 ** 20;

/** A running emulator. The same verbs are there over HTTP, below `/_emulator`. */
export interface Emulator {
  /** `http://127.0.0.1:<port>`, for EMULATOR_URL. */
  readonly url: string;
  readonly vendors: readonly string[];
  /** QStash, below `/qstash`. */
  readonly qstash: EmulatedQstash;
  counts(vendor: string): Readonly<VendorCounts>;
  /** A fault for the next calls. */
  orderFault(order: FaultOrder): void;
  /** Ends every job that still runs, late ones too. */
  finishJobs(): Promise<void>;
  /** Forgets jobs, files, faults and counts. */
  reset(): void;
  stop(): Promise<void>;
}

/** Every `vendors/<slug>.ts` or `vendors/<slug>/vendor.ts`, by slug. */
export async function loadVendors(): Promise<readonly VendorEmulator[]> {
  const entries = await readdir(VENDORS_FOLDER, { withFileTypes: true });
  const found = entries
    .filter((entry) => !entry.name.endsWith('.test.ts'))
    .map((entry) => (entry.isDirectory() ? `${entry.name}/vendor.ts` : entry.name));
  return Promise.all(
    found.sort().map(async (file) => {
      const { vendor }: { vendor: VendorEmulator } = await import(new URL(file, VENDORS_FOLDER).href);
      const name = file.replace(/(?:\/vendor)?\.ts$/, '');
      if (vendor.slug !== name) throw new Error(`${file} stands in for "${vendor.slug}"; name both alike`);
      return vendor;
    }),
  );
}

/** Opens the emulator on the loopback interface. Without options it is quick, as tests want it. */
export async function startEmulator(given: Partial<EmulatorOptions> = {}): Promise<Emulator> {
  const options = { ...FAST, ...given };
  const app = express().disable('x-powered-by').set('etag', false);
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const shelf = new FileShelf(() => url);
  const script = new FaultScript();
  const kits = new Map<string, EmulatorKit>();
  const qstash = new EmulatedQstash();
  const emulator: Emulator = {
    url,
    vendors: [],
    qstash,
    counts: (slug) => ({ ...kitOf(kits, slug).counts }),
    orderFault: (order) => {
      kitOf(kits, order.vendor);
      script.order(order);
    },
    finishJobs: async () => {
      await Promise.all([...kits.values()].map((kit) => kit.finishJobs()));
    },
    reset: () => {
      for (const kit of kits.values()) kit.reset();
      shelf.clear();
      script.reset();
      qstash.reset();
    },
    stop: async () => {
      qstash.stop();
      for (const kit of kits.values()) kit.reset();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  app.use('/_emulator', express.json(), controlRoutes(emulator, kits));
  app.use(shelf.routes());
  app.use('/qstash', qstash.routes());
  for (const vendor of await loadVendors()) mountVendor(app, vendor, { options, shelf, url, script, kits });
  app.use(answerErrors);
  return { ...emulator, vendors: [...kits.keys()] };
}

function mountVendor(
  app: Express,
  vendor: VendorEmulator,
  parts: {
    options: EmulatorOptions;
    shelf: FileShelf;
    url: string;
    script: FaultScript;
    kits: Map<string, EmulatorKit>;
  },
): void {
  const faults = new WeakMap<Request, Fault>();
  const { options, shelf, script } = parts;
  const kit = new EmulatorKit({
    slug: vendor.slug,
    options,
    shelf,
    origin: () => parts.url,
    callbackSecret: EMULATOR_CALLBACK_SECRET,
    faults,
  });
  parts.kits.set(vendor.slug, kit);
  const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: MAX_FORM_FILE_BYTES } });
  app.use(
    `/${vendor.slug}`,
    express.json({ limit: BODY_LIMIT, type: ['json', '+json'] }),
    express.urlencoded({ extended: false, limit: BODY_LIMIT }),
    upload.any(),
    misbehave({ vendor, kit, script, faults }),
    vendor.routes(kit),
  );
}

function kitOf(kits: ReadonlyMap<string, EmulatorKit>, slug: string): EmulatorKit {
  const kit = kits.get(slug);
  if (!kit) throw new Error(`no vendor "${slug}" is emulated; known: ${[...kits.keys()].join(', ')}`);
  return kit;
}

function controlRoutes(emulator: Emulator, kits: ReadonlyMap<string, EmulatorKit>): Router {
  const router = Router();
  router.get('/', (_request, response) => {
    response.json({ emulated: true, vendors: [...kits.keys()], faults: FAULTS });
  });
  router.get('/counts', (_request, response) => {
    response.json(Object.fromEntries([...kits].map(([slug, kit]) => [slug, kit.counts])));
  });
  router.post('/faults', (request, response) => {
    const { vendor, fault, method, path, times }: Record<string, unknown> = Object(request.body);
    emulator.orderFault({
      vendor: String(vendor),
      fault: faultNamed(String(fault)),
      ...(method !== undefined && { method: String(method) }),
      ...(path !== undefined && { path: String(path) }),
      ...(times !== undefined && { times: Number(times) }),
    });
    response.sendStatus(204);
  });
  router.post('/finish', async (_request, response) => {
    await emulator.finishJobs();
    response.sendStatus(204);
  });
  router.post('/reset', (_request, response) => {
    emulator.reset();
    response.sendStatus(204);
  });
  return router;
}

/** Mistakes in a fault's name or a body are the developer's; they are told plainly. */
const answerErrors: ErrorRequestHandler = (error, _request, response, _next) => {
  const { message, status } = Object(error);
  if (status === undefined) console.error('emulator:', error);
  if (!response.headersSent) response.status(Number(status ?? 500)).json({ emulator: String(message) });
};
