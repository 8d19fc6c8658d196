export type WatchName = 'ledger' | 'files';

/** What a regular look at the ledger or the files last found. */
export interface WatchReportsTable {
  name: WatchName;
  found: number;
  checked_at: string;
}
