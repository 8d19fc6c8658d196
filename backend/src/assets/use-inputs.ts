import type { Expression, Kysely } from 'kysely';
import type { Database, Transaction } from '../db/database.ts';
import { reusableQuery } from '../db/reusable-query.ts';
import type { AssetRow, Tables } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';

type ById = Pick<AssetRow, 'id'>;

const selectPresent = (db: Kysely<Tables>, value: (name: 'id') => Expression<string>) =>
  db.selectFrom('assets').select('id').where('id', '=', value('id')).where('deleted_at', 'is', null);

const find = reusableQuery<ById, ById>(selectPresent);

/** Several orders may use the same file at once; who wants to delete it waits for all of them. */
const findAndShare = reusableQuery<ById, ById>((db, value) => selectPresent(db, value).forShare());

const keepLoose = reusableQuery<ById, ById>((db, value) =>
  db
    .updateTable('assets')
    .set({ loose_since: null })
    .where('id', '=', value('id'))
    .where('deleted_at', 'is', null)
    .returning('id'),
);

/**
 * Ties stored files to the order that the caller's transaction writes: no sweep of loose uploads takes them any more, and
 * who deletes another task with the same input sees this one. @throws AppError input_not_found when one was removed meanwhile.
 */
export async function useInputs(
  { query }: Transaction,
  dialect: Database['dialect'],
  assets: readonly AssetRow[],
): Promise<void> {
  const look = dialect === 'postgres' ? findAndShare : find;
  // In the order in which deletes lock them, so that the two do not wait for each other in a ring.
  const distinct = new Map(assets.map((asset) => [asset.id, asset]));
  for (const id of [...distinct.keys()].sort()) {
    const isLoose = distinct.get(id)?.loose_since !== null;
    const { rows } = await (isLoose ? keepLoose : look)(query, { id });
    if (rows.length === 0) throw new AppError('input_not_found');
  }
}
