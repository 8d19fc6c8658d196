import type { TaskPhase } from '@atelier/shared/contracts/admin-task';
import { TASK_STATES } from '@atelier/shared/task-states';
import { expect, test } from 'vitest';
import { openTestDatabase } from '../../test/test-database.ts';

import { EventLog } from '../events/event-log.ts';
import { systemClock, timestamp } from '../lib/clock.ts';
import { isLegal, TASK_MOVES, type TaskMoveName } from './task-machine.ts';
import { TaskMover } from './task-mover.ts';

const PHASES: readonly TaskPhase[] = ['queued', 'submitting', 'running', 'collecting', 'ended'];
const MOVES = Object.keys(TASK_MOVES) as TaskMoveName[];

test('the database makes exactly the moves that the table of the task machine allows', async () => {
  const database = await openTestDatabase();
  const mover = new TaskMover({
    events: new EventLog(database),
    clock: systemClock,
    slots: { slotFreed: async () => undefined },
  });
  const at = timestamp(systemClock);
  const user = { id: 'u', email: 'u@example.com', username: null, password_hash: null, avatar_url: null };
  await database.transaction(async ({ query }) => {
    await query
      .insertInto('users')
      .values({ ...user, created_at: at, updated_at: at })
      .execute();
  });
  const wrong: string[] = [];
  let legal = 0;
  for (const phase of PHASES) {
    for (const status of TASK_STATES) {
      for (const move of MOVES) {
        const id = `${phase}-${status}-${move}`;
        const moved = await database.transaction(async (transaction) => {
          await transaction.query
            .insertInto('ai_tasks')
            .values({
              id,
              task_no: id,
              user_id: 'u',
              task_type: 'basic_clean',
              status,
              phase,
              ai_provider: 'local',
              ai_model: 'local-basic-clean',
              input_files: '[]',
              input_parameters: '{}',
              price_credits: 1,
              due_at: phase === 'ended' ? null : at,
              queued_at: at,
              created_at: at,
              updated_at: at,
            })
            .execute();
          return mover.move(transaction, move, { taskId: id, set: move === 'retry' ? { due_at: at } : {} });
        });
        const expected = isLegal(move, phase, status);
        if (expected) legal += 1;
        if ((moved !== undefined) !== expected) wrong.push(`${id}: expected ${expected}`);
        if (moved)
          expect([moved.phase, moved.status]).toEqual([TASK_MOVES[move].to, TASK_MOVES[move].status]);
      }
    }
  }
  expect(wrong).toEqual([]);
  // Each move left its event, and nothing else did.
  const events = await database.read.selectFrom('events').select('task_id').execute();
  expect(events).toHaveLength(legal);
});
