import path from 'node:path';
import { openSqlite } from '@atelier/backend/db/sqlite';
import BetterSqlite from 'better-sqlite3';

/** Writes so many transactions one after another, so that each is a commit of its own; its parent counts disk syncs. */
const [folder = '.', commits = '1', mode = 'full'] = process.argv.slice(2);
const file = path.join(folder, 'atelier.sqlite');
const database = await openSqlite({ path: file });
const row = (index: number) => ({ object_key: `key-${index}`, created_at: new Date().toISOString() });
if (mode === 'full') {
  for (let index = 0; index < Number(commits); index += 1) {
    await database.transaction(({ query }) =>
      query.insertInto('pending_objects').values(row(index)).execute(),
    );
  }
} else {
  // The mode better-sqlite3 starts in: what this row must be able to tell apart.
  const handle = new BetterSqlite(file);
  handle.pragma('synchronous = normal');
  const insert = handle.prepare('insert into pending_objects values (@object_key, @created_at)');
  for (let index = 0; index < Number(commits); index += 1) insert.run(row(index));
  handle.close();
}
await database.close();
