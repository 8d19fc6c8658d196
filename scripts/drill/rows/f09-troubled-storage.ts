import { defineRow, expectEqual } from '../row.ts';
import { S3Emulator } from '../s3-emulator.ts';

/** Each order brings a picture; it and its result are two files with a thumbnail each. */
const ORDERS = { short: 12, full: 300 } as const;
const PUTS = { short: 40, full: 1000 } as const;
const AT_ONCE = 4;
const TROUBLE = { errorShare: 0.2, lostShare: 0.1, lyingShare: 0.05, slowShare: 0.2, slowMs: 1500 };
const SETTLE_LIMIT_MS = 300_000;

export default defineRow({
  id: 'F9',
  title: 'a bucket that is slow, answers 5xx, loses its answers and says yes without keeping anything',
  target: '1,000 puts: 0 rows without their bytes; every task completed, or failed and refunded',
  engines: ['sqlite'],
  sabotage: 'ignore-store-errors',
  isSabotagedInTests: true,
  async run(context) {
    const bucket = await S3Emulator.open(context.random);
    try {
      const installation = await context.open({
        environment: bucket.environment,
        store: bucket.store,
        script: { jobMs: [10, 60] },
      });
      const server = await installation.start();
      const client = await installation.client(server).join();
      bucket.trouble = TROUBLE;
      const problems: string[] = [];
      const answers = new Map<string, number>();
      let left = ORDERS[context.profile];
      const orderer = async (): Promise<void> => {
        while (left > 0) {
          left -= 1;
          const { status, code } = await client.sendUpload();
          const word = status === 201 ? 'accepted' : `${status} ${code}`;
          answers.set(word, (answers.get(word) ?? 0) + 1);
          if (status !== 201 && code !== 'storage_failed') problems.push(`an answer of ${word}`);
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, orderer));
      if (!(await installation.settled(SETTLE_LIMIT_MS))) problems.push('some tasks never ended');
      const { puts, troubled } = bucket.counts;
      if (puts < PUTS[context.profile]) problems.push(`only ${puts} puts: the drill proved too little`);
      const states = await installation.states();
      const [completed, failed] = [states['completed'] ?? 0, states['failed'] ?? 0];
      expectEqual(problems, 'tasks', completed + failed, answers.get('accepted') ?? 0);
      problems.push(...(await installation.problems()));
      await installation.close();
      const words = [...answers].map(([word, count]) => `${count} × ${word}`).join(', ');
      const figure =
        `${puts} puts, ${troubled} requests in trouble: ${words}; ${completed} tasks completed, ` +
        `${failed} failed and refunded`;
      return { figure, problems };
    } finally {
      await bucket.close();
    }
  },
});
