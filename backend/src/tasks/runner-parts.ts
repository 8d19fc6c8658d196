import type { AssetService } from '../assets/asset-service.ts';
import type { Ledger } from '../credits/ledger.ts';
import type { VendorLosses } from '../credits/vendor-losses.ts';
import type { Database, Transaction } from '../db/database.ts';
import type { TaskRow } from '../db/tables.ts';
import type { JobEngine } from '../engine/job-engine.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { PicturePool } from '../pictures/picture-pool.ts';
import type { Catalogue } from '../providers/catalogue.ts';
import type { Connections } from '../providers/connection.ts';
import type { Transport } from '../providers/transport.ts';
import type { CallbackAddresses } from './callback-addresses.ts';
import type { InputLinks } from './input-links.ts';
import type { Lanes } from './lanes.ts';
import type { RelayedStarts } from './relayed-starts.ts';
import type { TaskMover } from './task-mover.ts';
import type { TaskReader } from './task-reader.ts';
import type { TypicalTimes } from './typical-seconds.ts';

/** What the steps of a task are performed with. */
export interface RunnerParts {
  readonly database: Database;
  readonly ledger: Ledger;
  readonly losses: VendorLosses;
  readonly engine: JobEngine;
  readonly assets: AssetService;
  readonly catalogue: Catalogue;
  readonly lanes: Lanes;
  readonly typicalTimes: TypicalTimes;
  readonly connections: Connections;
  readonly callbacks: CallbackAddresses;
  readonly inputLinks: InputLinks;
  readonly pictures: PicturePool;
  readonly transport: Transport;
  readonly countUse: (transaction: Transaction, modelSlug: string) => Promise<void>;
  readonly relayedStarts: RelayedStarts;
  readonly mover: TaskMover;
  readonly reader: TaskReader;
  readonly clock: Clock;
  readonly logger: Logger;
  /** Where each step gets a folder of its own. */
  readonly temporaryRoot: string;
  /** Asks the vendor, where it can be asked, to stop work that has ended here. Does not wait, never throws. */
  readonly stopVendor: (row: TaskRow) => void;
}
