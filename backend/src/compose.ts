import { randomUUID } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { MembershipDesk } from './accounts/membership-desk.ts';
import { Memberships } from './accounts/memberships.ts';
import type { PasswordHasher } from './accounts/passwords.ts';
import { AssetService } from './assets/asset-service.ts';
import { AssetWatch } from './assets/asset-watch.ts';
import { LooseUploads } from './assets/loose-uploads.ts';
import { PictureLinks } from './assets/picture-links.ts';
import { composeAccounts } from './compose-accounts.ts';
import type { Config } from './config.ts';
import { Adjustments } from './credits/adjustments.ts';
import { CreditReader } from './credits/credit-reader.ts';
import { KeyUsageReader } from './credits/key-usage-reader.ts';
import { Ledger } from './credits/ledger.ts';
import { LedgerWatch } from './credits/ledger-watch.ts';
import { VendorLosses } from './credits/vendor-losses.ts';
import { lockDataDirectory } from './db/data-directory-lock.ts';
import type { Database, Transaction } from './db/database.ts';
import { openDatabase } from './db/open-database.ts';
import { LineDoubt } from './db/renewing-pool.ts';
import type { TaskRow } from './db/tables.ts';
import { WatchReports } from './db/watch-reports.ts';
import type { JobEngine } from './engine/job-engine.ts';
import { PostgresEngine } from './engine/postgres-engine.ts';
import { SqliteEngine } from './engine/sqlite-engine.ts';
import { type EventBell, LocalBell } from './events/event-bell.ts';
import { EventLog } from './events/event-log.ts';
import { PostgresBell } from './events/postgres-bell.ts';
import { type Clock, systemClock } from './lib/clock.ts';
import { createLogger, type Logger } from './lib/logger.ts';
import { createSafeFetch, type SafeFetch } from './lib/safe-fetch.ts';
import { SealedSecrets } from './lib/sealed-secrets.ts';
import { loadSealingKeys, loadSecrets } from './lib/secrets.ts';
import type { PicturePool } from './pictures/picture-pool.ts';
import { createPicturePool } from './pictures/worker-pool.ts';
import { assertPreferences } from './preferences.ts';
import { ProviderDesk } from './provider-records/provider-desk.ts';
import { ProviderRecords } from './provider-records/provider-records.ts';
import { type Catalogue, loadCatalogue } from './providers/catalogue.ts';
import { createTransport } from './providers/create-transport.ts';
import { readCustomEndpoints, withCustomEndpoints } from './providers/custom-endpoints.ts';
import { environmentConnections } from './providers/environment-connections.ts';
import { QstashPublisher, QstashReceiver } from './providers/qstash.ts';
import type { Transport } from './providers/transport.ts';
import { createStore } from './storage/create-store.ts';
import { AdminTaskDesk } from './tasks/admin-task-desk.ts';
import { BatchIntake } from './tasks/batch-intake.ts';
import { BatchReader } from './tasks/batch-reader.ts';
import { BatchService } from './tasks/batch-service.ts';
import { CallbackAddresses } from './tasks/callback-addresses.ts';
import { CallbackDesk } from './tasks/callback-desk.ts';
import { cancelAtVendor } from './tasks/cancel-at-vendor.ts';
import { CatalogueService } from './tasks/catalogue-service.ts';
import { FailureFigures } from './tasks/failure-figures.ts';
import { HealthReader } from './tasks/health-reader.ts';
import { IdempotencyRecords } from './tasks/idempotency.ts';
import { InputLinks } from './tasks/input-links.ts';
import { Lanes } from './tasks/lanes.ts';
import { LinkOrders } from './tasks/link-orders.ts';
import { RelayDesk } from './tasks/relay-desk.ts';
import { RelayedStarts } from './tasks/relayed-starts.ts';
import { RetentionRules } from './tasks/retention-rules.ts';
import { ServiceUpdates } from './tasks/service-updates.ts';
import { TaskMover } from './tasks/task-mover.ts';
import { OrderDesk } from './tasks/task-order.ts';
import { TaskReader } from './tasks/task-reader.ts';
import { TaskRetention } from './tasks/task-retention.ts';
import { TaskRunner } from './tasks/task-runner.ts';
import { TaskService } from './tasks/task-service.ts';
import { TaskSweeper } from './tasks/task-sweeper.ts';
import { loadTaskTypes } from './tasks/task-types.ts';
import { TypicalTimes } from './tasks/typical-seconds.ts';
import { VendorOptionLists } from './tasks/vendor-options.ts';
import { createWebhooks } from './webhooks/create-webhooks.ts';
import { WebhookOutbox } from './webhooks/webhook-outbox.ts';

/** What a process does: everything, only the HTTP doors, or only the work on tasks. */
export type ProcessRole = 'all' | 'api' | 'worker';

/** What the command line and tests decide: the role, the clock and what stands at the borders. */
export interface ComposeOptions {
  readonly role?: ProcessRole;
  readonly clock?: Clock;
  readonly logger?: Logger;
  readonly pictures?: PicturePool;
  readonly catalogue?: Catalogue;
  readonly passwords?: PasswordHasher;
  /** Reaches vendors that are not on the internet, such as emulators; then plain http is allowed too. */
  readonly safeFetch?: SafeFetch;
  readonly transport?: Transport;
  /** Between two heartbeats of a live stream. */
  readonly heartbeatMs?: number;
  /** How long an endpoint of a webhook may take. */
  readonly webhookTimeoutMs?: number;
}

/** Every part of a running server, put together. */
export type Parts = Awaited<ReturnType<typeof compose>>;

/** The only place where adapters are chosen and parts are joined. Opens files and threads, but no port. */
export async function compose(config: Config, options: ComposeOptions = {}) {
  const clock = options.clock ?? systemClock;
  const logger = options.logger ?? createLogger(config.logLevel);
  const { file, isOptional } = config.customEndpoints;
  const catalogue = withCustomEndpoints(
    options.catalogue ?? (await loadCatalogue()),
    await readCustomEndpoints(file, { isOptional }),
  );
  const taskTypes = await loadTaskTypes(catalogue);
  // What an operator has to mend is told before anything is opened.
  assertPreferences(config, catalogue);
  await mkdir(config.dataDirectory, { recursive: true });
  // SQLite wants one process; on PostgreSQL several may share the folder, each with temporary files of its own.
  const isAlone = config.database.dialect === 'sqlite';
  const dataLock = isAlone ? lockDataDirectory(config.dataDirectory) : undefined;
  const temporaryFolder = path.join(config.dataDirectory, 'tmp');
  const temporaryRoot = isAlone ? temporaryFolder : path.join(temporaryFolder, randomUUID());
  // Whatever lies there was left by a process that is gone: the lock says we are alone.
  if (isAlone) await rm(temporaryRoot, { recursive: true, force: true });
  await mkdir(temporaryRoot, { recursive: true });

  const secrets = await loadSecrets({
    dataDirectory: config.dataDirectory,
    jwtSecret: config.jwtSecret,
    previousJwtSecret: config.previousJwtSecret,
    linkSecret: config.linkSecret,
    isProduction: config.isProduction,
  });
  const { dataDirectory, isProduction } = config;
  const seals = new SealedSecrets(await loadSealingKeys({ ...config.sealing, dataDirectory, isProduction }));
  const lineDoubt = new LineDoubt();
  const database = await openDatabase(
    config.database.dialect === 'sqlite'
      ? config.database
      : {
          ...config.database,
          applicationName: `atelier-${options.role ?? 'all'}`,
          lineDoubt,
          onConnectionError: (error) => logger.warn({ err: error }, 'a database connection was lost'),
          onWarning: (message) => logger.warn(message),
        },
  );
  const { store, localDisk } = createStore(
    config.storage.provider === 'local' ? { ...config.storage, signingKey: secrets.linkKey } : config.storage,
    clock,
  );
  const pictures =
    options.pictures ??
    createPicturePool({
      ...(config.workerThreads !== undefined && { threads: config.workerThreads }),
      ...(config.mattingModelPath !== undefined && { modelPath: config.mattingModelPath }),
      onThreadDeath: (error) => logger.error({ err: error }, 'a picture thread died and is replaced'),
    });
  const environment = environmentConnections(catalogue, config.providers, config.emulatorUrl);
  const connections = await ProviderRecords.open({
    ...{ database, catalogue, environment, seals, clock, logger },
    preferredProvider: config.preferredProvider,
  });
  // Other processes change records, too; a process on SQLite is alone.
  const stopWatching = isAlone ? undefined : connections.watch();

  const bell = openBell(config, { logger, lineDoubt });
  const outbox = new WebhookOutbox(clock);
  const events = new EventLog(database, bell, outbox);
  const ledger = new Ledger(events, clock);
  const memberships = new Memberships({
    ...{ database, ledger, clock, logger },
    isRequired: config.membershipRequired,
  });
  const assets = new AssetService({ database, store, pictures, clock, logger });
  const looseUploads = new LooseUploads({ database, assets, clock });
  const engine = await openEngine(config, {
    database,
    clock,
    logger,
    catalogue,
    lineDoubt,
    role: options.role ?? 'all',
  });
  const lanes = new Lanes({ database, engine, catalogue, clock });
  await lanes.open();
  const reader = new TaskReader({ database, assets, lanes });
  const mover = new TaskMover({ events, clock, slots: lanes });
  const typicalTimes = new TypicalTimes({ database, clock });
  const shared = {
    ...{ database, ledger, memberships, engine, assets, mover, reader, lanes, clock, logger },
    typicalTimes,
  };
  const safeFetch = options.safeFetch ?? createSafeFetch();
  const allowHttp = options.safeFetch !== undefined;
  // With a stand-in no vendor is reached by any link: only the one origin that its connections trust.
  const vendorFetch =
    config.emulatorUrl && !options.safeFetch ? createSafeFetch({ isAddressAllowed: () => false }) : undefined;
  const transport =
    options.transport ??
    createTransport({
      safeFetch: vendorFetch ?? safeFetch,
      pictures,
      connections,
      allowHttp,
    });
  const callbacks = new CallbackAddresses({ origin: config.appUrl, key: secrets.linkKey });
  const inputLinks = new InputLinks({
    ...{ assets, connections },
    isPublic: (await store.signedLink('inputs/probe.png', { expiresInSeconds: 60 })).startsWith('https:'),
    ownOrigin: config.appUrl ?? `http://127.0.0.1:${config.port}`,
  });
  const losses = new VendorLosses({ database, clock, logger });
  const qstash = config.qstash && {
    settings: config.qstash,
    safeFetch: vendorFetch ?? safeFetch,
    connections,
    logger,
  };
  const publisher = qstash && new QstashPublisher(qstash);
  const relayedStarts = new RelayedStarts({ database, connections, publisher, clock });
  const finishing = {
    ...{ ...shared, catalogue, connections, transport, temporaryRoot },
    countUse: (transaction: Transaction, slug: string) => connections.countUse(transaction, slug),
  };
  const stopVendor = (row: TaskRow): void =>
    void cancelAtVendor({ catalogue, transport, logger, temporaryRoot }, row);
  const runner = new TaskRunner({
    ...{ ...finishing, losses, relayedStarts, callbacks, inputLinks, pictures, stopVendor },
  });
  const sweeper = new TaskSweeper({ ...shared, looseUploads, losses, relayedStarts });
  const keyUsage = new KeyUsageReader(database, clock);
  const batches = new BatchReader(shared);
  const stopWork = (row: TaskRow): void => {
    runner.abortWork(row.id);
    stopVendor(row);
  };
  const idempotency = new IdempotencyRecords(database, clock);
  const desk = {
    ...shared,
    connections,
    keyUsage,
    batches,
    orders: new OrderDesk(catalogue, taskTypes, connections, inputLinks),
    idempotency,
    losses,
    stopWork,
    canStop: (row: TaskRow) => catalogue.get(row.ai_model)?.provider.cancel !== undefined,
  };
  const tasks = new TaskService(desk);
  const pictureLinks = new PictureLinks({ assets, safeFetch, temporaryRoot, allowHttp });

  const webhooks = createWebhooks({
    ...shared,
    events,
    outbox,
    seals,
    safeFetch,
    allowHttp,
    timeoutMs: options.webhookTimeoutMs,
  });

  const people = composeAccounts(config, {
    ...{ database, clock, logger, ledger, memberships, keyUsage, events, bell, secrets },
    passwords: options.passwords,
    heartbeatMs: options.heartbeatMs,
  });

  const callbackDesk = new CallbackDesk({
    ...{ database, engine, catalogue, connections, clock },
    addresses: callbacks,
  });
  const credits = new CreditReader(database);
  const watchReports = new WatchReports({ database, clock });
  const receiver = config.qstash && new QstashReceiver(config.qstash);

  return {
    config,
    clock,
    logger,
    database,
    store,
    localDisk,
    pictures,
    catalogue: new CatalogueService({
      ...{ catalogue, taskTypes, connections, typicalTimes },
      membershipRequired: config.membershipRequired,
    }),
    models: catalogue,
    optionLists: new VendorOptionLists({ catalogue, transport, clock, temporaryRoot }),
    providerDesk: new ProviderDesk({
      ...{ database, records: connections, catalogue, environment, transport, seals, clock, logger },
      temporaryRoot,
    }),
    connections,
    callbacks,
    callbackDesk,
    relayPublisher: publisher,
    relayDesk: new RelayDesk({ receiver, starts: relayedStarts, callbacks: callbackDesk }),
    relayedStarts,
    events,
    ledger,
    losses,
    ledgerWatch: new LedgerWatch({
      database,
      logger,
      reports: watchReports,
      sqlitePath: config.database.dialect === 'sqlite' ? config.database.path : undefined,
    }),
    assetWatch: new AssetWatch({ database, store, clock, logger, reports: watchReports }),
    adjustments: new Adjustments({ database, ledger }),
    credits,
    assets,
    looseUploads,
    reader,
    engine,
    lanes,
    mover,
    transport,
    runner,
    sweeper,
    tasks,
    adminTasks: new AdminTaskDesk({ ...desk, credits, losses, callbackDesk }),
    failures: new FailureFigures({ database, clock }),
    health: new HealthReader({
      ...{ database, lanes, losses, connections, watchReports },
      localFolder: isAlone || localDisk ? config.dataDirectory : undefined,
    }),
    linkOrders: new LinkOrders({ tasks, pictures: pictureLinks }),
    serviceUpdates: new ServiceUpdates({ ...finishing, losses, stopWork }),
    batches,
    idempotency,
    intake: new BatchIntake(desk),
    batchService: new BatchService(desk),
    ...people,
    memberships,
    retentionRules: new RetentionRules({ database, taskTypes, clock }),
    retention: new TaskRetention({ database, assets, clock, logger }),
    membershipDesk: new MembershipDesk({ database, memberships, clock }),
    seals,
    webhooks,
    temporaryRoot,
    /** Closes files and threads; the engine must have stopped. */
    close: async () => {
      stopWatching?.();
      people.liveEvents.close();
      await bell.close();
      await safeFetch.close();
      await vendorFetch?.close();
      await pictures.close();
      await database.close();
      if (!isAlone) await rm(temporaryRoot, { recursive: true, force: true });
      dataLock?.release();
    },
  };
}

/** The engine that belongs to the database: wake-ups must commit together with the tasks. */
async function openEngine(
  config: Config,
  parts: {
    database: Database;
    clock: Clock;
    logger: Logger;
    catalogue: Catalogue;
    lineDoubt: LineDoubt;
    role: ProcessRole;
  },
): Promise<JobEngine> {
  if (config.database.dialect === 'sqlite') return new SqliteEngine(parts);
  const { url } = config.database;
  const engine = new PostgresEngine({ ...parts, url, isWorker: parts.role !== 'api' });
  await engine.start([...new Set([...parts.catalogue.values()].map(({ provider }) => provider.slug))]);
  return engine;
}

/** Processes on one PostgreSQL hear of each other's events; a process on SQLite is alone. */
function openBell(config: Config, parts: { logger: Logger; lineDoubt: LineDoubt }): EventBell {
  if (config.database.dialect === 'sqlite') return new LocalBell();
  return new PostgresBell({ ...parts, url: config.database.url });
}
