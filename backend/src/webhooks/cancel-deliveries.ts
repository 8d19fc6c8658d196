import type { Transaction } from '../db/database.ts';

/** Ends what still waits for an endpoint that was switched off. An attempt under way may still succeed. */
export async function cancelDeliveries(
  { query }: Transaction,
  endpointId: string,
  at: string,
): Promise<void> {
  await query
    .updateTable('webhook_deliveries')
    .set({ state: 'canceled', due_at: null, ended_at: at })
    .where('endpoint_id', '=', endpointId)
    .where('due_at', 'is not', null)
    .where('lease_token', 'is', null)
    .execute();
}
