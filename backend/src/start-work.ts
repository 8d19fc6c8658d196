import type { Parts } from './compose.ts';

const SWEEP_INTERVAL_MS = 30_000;
/** How long a stopping server lets pictures finish before it puts them back in line. */
const STOP_GRACE_MS = 8000;

/** Starts working on tasks, first of all on those a previous process left. Returns the function that stops it. */
export async function startWork(parts: Parts): Promise<() => Promise<void>> {
  const { engine, runner, sweeper, models, localDisk, logger } = parts;
  await localDisk?.sweep(0);
  const adopted = await sweeper.adoptAll();
  if (adopted > 0) logger.info({ adopted }, 'tasks of the previous run go on');
  const providers = new Set([...models.values()].map((entry) => entry.provider));
  const concurrency = [...providers].reduce((sum, provider) => sum + provider.maxConcurrent, 0);
  engine.work((taskId) => runner.run(taskId), concurrency);
  engine.schedule('sweep', SWEEP_INTERVAL_MS, () => sweeper.sweep());

  return async () => {
    const grace = setTimeout(() => runner.abortAll(), STOP_GRACE_MS);
    await engine.stop();
    clearTimeout(grace);
  };
}
