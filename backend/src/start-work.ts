import type { Parts } from './compose.ts';

/** How soon a task whose worker died is noticed after its lease ran out. */
const WAKE_INTERVAL_MS = 5000;
const SWEEP_INTERVAL_MS = 30_000;
/** Periods of memberships begin at any minute. */
const MEMBERSHIP_INTERVAL_MS = 60_000;
const FIRST_MEMBERSHIP_MS = 1000;
const RETENTION_INTERVAL_MS = 60 * 60_000;
const FIRST_RETENTION_MS = 5 * 60_000;
/** Looking at every row takes a while on a big installation. */
const AUDIT_INTERVAL_MS = 24 * 60 * 60_000;
/** Not at once, so that a start stays quick, but soon enough for servers that are restarted every day. */
const FIRST_AUDIT_MS = 10 * 60_000;
/** How long a stopping server lets work under way finish before it puts it back in line. */
const STOP_GRACE_MS = 8000;
/** The same for what exists only in this process, such as a start that a vendor may be hearing: broken off, it is lost. */
const ONLY_HERE_GRACE_MS = 22_000;
/** Temporary files of other processes on the same disk are left alone for as long as they may be in use. */
const OTHERS_FILES_MS = 60 * 60_000;

/** Starts working on tasks, first of all on those a previous process left. Returns the function that stops it. */
export async function startWork(parts: Parts): Promise<() => Promise<void>> {
  const {
    engine,
    runner,
    sweeper,
    lanes,
    ledgerWatch,
    assetWatch,
    localDisk,
    logger,
    database,
    webhooks,
    memberships,
    retention,
  } = parts;
  const isAlone = database.dialect === 'sqlite';
  await localDisk?.sweep(isAlone ? 0 : OTHERS_FILES_MS);
  if (isAlone) {
    const adopted = await sweeper.adoptAll();
    if (adopted > 0) logger.info({ adopted }, 'tasks of the previous run go on');
  }
  await engine.work((wakeUp) => runner.run(wakeUp), lanes.hands());
  await sweeper.wakeDue();
  engine.schedule(
    'memberships',
    MEMBERSHIP_INTERVAL_MS,
    async () => void (await memberships.giveAllDue()),
    FIRST_MEMBERSHIP_MS,
  );
  engine.schedule(
    'retention',
    RETENTION_INTERVAL_MS,
    async () => void (await retention.run()),
    FIRST_RETENTION_MS,
  );
  engine.schedule('wake', WAKE_INTERVAL_MS, () => sweeper.wakeDue());
  engine.schedule('ledger', AUDIT_INTERVAL_MS, () => ledgerWatch.check(), FIRST_AUDIT_MS);
  engine.schedule('assets', AUDIT_INTERVAL_MS, () => assetWatch.check(), FIRST_AUDIT_MS);
  const stopWebhooks = await webhooks.start();
  engine.schedule('sweep', SWEEP_INTERVAL_MS, () => sweeper.sweep());

  return async () => {
    const grace = setTimeout(() => runner.abortAll({ alsoOnlyHere: false }), STOP_GRACE_MS);
    const lastGrace = setTimeout(() => runner.abortAll({ alsoOnlyHere: true }), ONLY_HERE_GRACE_MS);
    await Promise.all([engine.stop(), stopWebhooks()]);
    clearTimeout(grace);
    clearTimeout(lastGrace);
  };
}
