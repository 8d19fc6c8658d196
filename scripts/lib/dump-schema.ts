import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openSqlite } from '@atelier/backend/db/sqlite';
import { sql } from 'kysely';

const HEADER = `-- The schema of the embedded database (SQLite), dumped from backend/migrations by "pnpm db:dump".
-- For reading and for tools that want plain SQL; the migrations are the truth. Times are ISO 8601 UTC text.
-- Development data (accounts, credits, a membership) is added by "pnpm db:seed", because passwords are hashed.
`;

/** What the migrations make of an empty database, as SQL that makes the same one again. */
export async function dumpSchema(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-schema-'));
  try {
    const database = await openSqlite({ path: path.join(folder, 'schema.sqlite') });
    const objects = await sql<{ sql: string }>`
      select sql from sqlite_schema
      where sql is not null and name not like 'kysely_%' and name not like 'sqlite_%'
      order by case type when 'table' then 0 when 'index' then 1 else 2 end, rowid`.execute(database.read);
    await database.close();
    return `${HEADER}\n${objects.rows.map((row) => `${layOut(row.sql)};`).join('\n\n')}\n`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** One column or rule a line: SQLite keeps statements as they were given, which is one long line. */
function layOut(statement: string): string {
  const flat = statement.replace(/\s+/g, ' ');
  if (!/^create table/i.test(flat)) return flat;
  const start = flat.indexOf('(');
  const parts: string[] = [];
  let depth = 0;
  let part = '';
  for (const character of flat.slice(start + 1, flat.lastIndexOf(')'))) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (character === ',' && depth === 0) {
      parts.push(part.trim());
      part = '';
    } else part += character;
  }
  parts.push(part.trim());
  return `${flat.slice(0, start).trim()} (\n  ${parts.join(',\n  ')}\n)`;
}
