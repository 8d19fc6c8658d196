import type { Parts } from '@atelier/backend/compose';
import type { ServerMessage } from './server-plan.ts';

/**
 * Every place where a task's life can be cut in two: before, inside (all statements done, commit not begun) and after
 * each transaction, before and after each call of a vendor and each file put into the store. A boundary is named by
 * the line of the program that crosses it, so no list has to be kept.
 */
export function watchBoundaries({ database, transport, store }: Parts, diesAt?: string): void {
  const crossings = new Map<string, number>();
  let doomed = diesAt === undefined ? undefined : { boundary: diesAt, crossing: 1 };
  const cross = (boundary: string): void => {
    const count = (crossings.get(boundary) ?? 0) + 1;
    crossings.set(boundary, count);
    if (doomed?.boundary === boundary && count >= doomed.crossing) process.kill(process.pid, 'SIGKILL');
  };
  const around = async <T>(place: string, work: () => Promise<T>): Promise<T> => {
    cross(`before ${place}`);
    const result = await work();
    cross(`after ${place}`);
    return result;
  };

  const transaction = database.transaction;
  const watched: typeof transaction = (work) => {
    const place = callingLine();
    return around(place, () =>
      transaction(async (opened) => {
        const result = await work(opened);
        opened.beforeCommit(async () => cross(`inside ${place}`));
        return result;
      }),
    );
  };
  Object.assign(database, { transaction: watched });
  const send = transport.send.bind(transport);
  const watchedSend: typeof send = (...call) => around(callingLine(), () => send(...call));
  Object.assign(transport, { send: watchedSend });
  const putFile = store.putFile.bind(store);
  const watchedPut: typeof putFile = (...put) => around(callingLine(), () => putFile(...put));
  Object.assign(store, { putFile: watchedPut });

  process.on('message', (message: ServerMessage) => {
    if (message.tell === 'boundaries') process.send?.({ boundaries: [...crossings.keys()] });
    if (message.tell === 'die') {
      crossings.clear();
      doomed = { boundary: message.boundary, crossing: message.crossing };
    }
  });
}

/** The innermost line of the server's own code below here, e.g. `tasks/task-runner.ts:161 (#accept)`. */
function callingLine(): string {
  const frames = new Error().stack?.split('\n') ?? [];
  for (const frame of frames) {
    const found = /at (?:async )?(?:(\S+) )?.*\/backend\/src\/(\S+?\.ts):(\d+)/.exec(frame);
    if (found) return `${found[2]}:${found[3]}${found[1] ? ` (${found[1].split('.').at(-1)})` : ''}`;
  }
  throw new Error('a boundary was crossed from nowhere');
}
