import { expect, test } from 'vitest';
import { openTestDatabase } from '../../test/test-database.ts';
import { systemClock, timestamp } from '../lib/clock.ts';
import { insertTask } from './insert-task.ts';

test('the row of a new task is what the database holds', async () => {
  const database = await openTestDatabase();
  const at = timestamp(systemClock);
  const user = { id: 'u', email: 'u@example.com', username: null, password_hash: null, avatar_url: null };
  const row = await database.transaction(async (transaction) => {
    await transaction.query
      .insertInto('users')
      .values({ ...user, created_at: at, updated_at: at })
      .execute();
    return insertTask(transaction, {
      id: 'task_1',
      task_no: 'T1',
      user_id: 'u',
      task_type: 'basic_clean',
      ai_provider: 'local',
      ai_model: 'local-basic-clean',
      input_files: '["asset_1"]',
      input_parameters: '{}',
      prompt: 'a chair',
      price_credits: 3,
      api_key_id: null,
      batch_id: null,
      at,
    });
  });
  expect(row).toEqual(await database.read.selectFrom('ai_tasks').selectAll().executeTakeFirstOrThrow());
});
