import { type PostgresServer, startPostgres } from '../../backend/test/postgres-server.ts';
import { Installation } from '../drill/installation.ts';
import { report, round } from './report.ts';

const TASKS = Number(process.argv[2] ?? 400);
const PROCESSES = 3;
const HANDS_PER_PROCESS = 8;
/** The vendor takes up to this long to answer each call; most models are waited for, few are calculated here. */
const SLOW_MS = 1000;
const ORDERERS = 8;
const LIMIT_MS = 600_000;

/** Tasks a second of so many worker processes on one PostgreSQL: all are in line before the first process starts. */
async function throughput(postgres: PostgresServer, processes: number): Promise<number> {
  const installation = await Installation.open({
    engine: 'postgres',
    postgres: async () => postgres,
    vendor: { limitPer: 'process', maxConcurrent: HANDS_PER_PROCESS, checkAfterMs: 100 },
    script: { slowMs: SLOW_MS, jobMs: [0, 0] },
  });
  try {
    const client = await installation.client(await installation.start('api')).join();
    await client.upload();
    let left = TASKS - 1;
    const order = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await client.createTask();
      }
    };
    await Promise.all(Array.from({ length: ORDERERS }, order));
    await Promise.all(Array.from({ length: processes }, () => installation.start('worker')));
    const begin = performance.now();
    if (!(await installation.settled(LIMIT_MS))) throw new Error('some tasks never ended');
    const seconds = (performance.now() - begin) / 1000;
    const { completed = 0 } = await installation.states();
    if (completed !== TASKS) throw new Error(`${completed} of ${TASKS} tasks were completed`);
    const problems = await installation.problems();
    if (problems.length > 0) throw new Error(problems.join('; '));
    return TASKS / seconds;
  } finally {
    await installation.close();
  }
}

const postgres = await startPostgres({ isDurable: true });
try {
  const one = await throughput(postgres, 1);
  const several = await throughput(postgres, PROCESSES);
  report({
    name: `throughput of ${PROCESSES} worker processes on PostgreSQL against one`,
    value: round(several / one),
    unit: '×',
    target: '≥ 2',
    onePerSecond: round(one, 1),
    severalPerSecond: round(several, 1),
    tasks: TASKS,
    handsPerProcess: HANDS_PER_PROCESS,
    vendorAnswersWithinMs: SLOW_MS,
  });
} finally {
  await postgres.stop();
}
