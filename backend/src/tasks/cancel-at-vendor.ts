import type { TaskRow } from '../db/tables.ts';
import type { Logger } from '../lib/logger.ts';
import type { Catalogue } from '../providers/catalogue.ts';
import type { Transport } from '../providers/transport.ts';
import { checkContext } from './check-context.ts';

interface Parts {
  readonly catalogue: Catalogue;
  readonly transport: Transport;
  readonly logger: Logger;
  readonly temporaryRoot: string;
}

/**
 * Asks the vendor to stop what a user has canceled. Its answer changes nothing, and neither does its silence; never
 * throws.
 */
export async function cancelAtVendor(parts: Parts, row: TaskRow): Promise<void> {
  const entry = parts.catalogue.get(row.ai_model);
  const cancel = entry?.provider.cancel;
  if (!entry || !cancel || row.provider_handle === null) return;
  const { provider } = entry;
  const facts = { taskId: row.id, provider: provider.slug };
  try {
    const request = cancel(checkContext(row, entry));
    const answer = await parts.transport.send(request, { provider, directory: parts.temporaryRoot });
    const status = answer.kind === 'http' ? answer.status : answer.kind;
    parts.logger.info({ ...facts, status }, 'the vendor was asked to stop');
  } catch (error) {
    parts.logger.warn({ err: error, ...facts }, 'the vendor could not be asked to stop');
  }
}
