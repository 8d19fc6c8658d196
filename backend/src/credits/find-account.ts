import type { Database } from '../db/database.ts';
import { AppError } from '../lib/app-error.ts';

/** The user an operator names by id or by e-mail address. @throws AppError not_found */
export async function findAccount(
  database: Database,
  { userId, email }: { userId?: string | undefined; email?: string | undefined },
): Promise<string> {
  const user = await database.read
    .selectFrom('users')
    .select('id')
    .$if(userId !== undefined, (query) => query.where('id', '=', userId ?? ''))
    .$if(email !== undefined, (query) => query.where('email', '=', (email ?? '').toLowerCase()))
    .executeTakeFirst();
  if (!user) throw new AppError('not_found');
  return user.id;
}
