import type { TaskRow } from '../db/tables.ts';
import type { CheckContext } from '../providers/adapter.ts';
import type { CatalogueEntry } from '../providers/catalogue.ts';

/** What an adapter needs to ask about work that its vendor has accepted. */
export function checkContext(row: TaskRow, { model }: CatalogueEntry): CheckContext {
  return {
    handle: JSON.parse(row.provider_handle ?? 'null'),
    model,
    parameters: JSON.parse(row.input_parameters),
  };
}
