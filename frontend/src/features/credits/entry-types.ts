import type { EntryType } from '@atelier/shared/contracts/credit';

/**
 * All types of ledger entries, in the order of the filter. Only the type is imported: the contract's own list comes
 * with its zod schemas, which the page does not need. A missing type does not compile.
 */
const PRESENT: Readonly<Record<EntryType, true>> = {
  hold: true,
  settle: true,
  release: true,
  grant: true,
  purchase: true,
  adjust: true,
};

const isEntryType = (value: string): value is EntryType => Object.hasOwn(PRESENT, value);

export const LEDGER_ENTRY_TYPES: readonly EntryType[] = Object.keys(PRESENT).filter(isEntryType);
