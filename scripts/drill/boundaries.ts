import type { Parts } from '@atelier/backend/compose';
import type { ServerPlan } from './server-plan.ts';

/**
 * Every place where a task's life can be cut in two: before and after each commit, each call of a vendor and each
 * file put into the store. In one mode they are counted, in the other the process kills itself at one of them.
 */
export function watchBoundaries(plan: ServerPlan, { database, transport, store }: Parts): void {
  if (plan.killAtBoundary === undefined && plan.countBoundaries !== true) return;
  let crossed = 0;
  let isArmed = false;
  const cross = (): void => {
    if (!isArmed) return;
    crossed += 1;
    if (crossed === plan.killAtBoundary) process.kill(process.pid, 'SIGKILL');
  };
  const around = async <T>(work: () => Promise<T>): Promise<T> => {
    cross();
    try {
      return await work();
    } finally {
      cross();
    }
  };
  const transaction = database.transaction.bind(database);
  Object.assign(database, {
    transaction: (work: Parameters<typeof transaction>[0]) => around(() => transaction(work)),
  });
  const send = transport.send.bind(transport);
  Object.assign(transport, { send: (...call: Parameters<typeof send>) => around(() => send(...call)) });
  const putFile = store.putFile.bind(store);
  Object.assign(store, { putFile: (...put: Parameters<typeof putFile>) => around(() => putFile(...put)) });
  process.on('message', (message) => {
    if (message === 'how many?') process.send?.({ crossed });
    if (message === 'from now') {
      crossed = 0;
      isArmed = true;
    }
  });
}
