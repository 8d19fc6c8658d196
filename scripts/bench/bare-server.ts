import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import path from 'node:path';
import BetterSqlite from 'better-sqlite3';
import express from 'express';

/** The yardstick: Express and better-sqlite3, one row in one durable transaction per request, and nothing else. */
const [folder = '.'] = process.argv.slice(2);
const database = new BetterSqlite(path.join(folder, 'bare.sqlite'));
database.pragma('journal_mode = wal');
database.pragma('synchronous = full');
database.exec(
  'create table tasks (id text primary key, user_id text not null, body text not null, created_at text not null)',
);
const insert = database.prepare('insert into tasks values (?, ?, ?, ?)');
const insertInTransaction = database.transaction((...values: string[]) => insert.run(...values)).immediate;

const app = express();
app.use(express.json());
app.post('/api/tasks', (request, response) => {
  const id = randomUUID();
  insertInTransaction(id, 'user', JSON.stringify(request.body), new Date().toISOString());
  response.status(201).json({ success: true, data: { id, ...request.body } });
});
const server = createServer(app).listen(0, '127.0.0.1', () => process.send?.(server.address()));
