import { useBatchUploadUpkeep } from '../features/batches/uploads.ts';
import { useSubmissionUpkeep } from '../features/tasks/submissions.ts';

/** Looks after what is sent in the background, on every page and over a signing out and in. Draws nothing. */
export function Upkeep({ accountId }: { readonly accountId: string | undefined }) {
  useSubmissionUpkeep(accountId);
  useBatchUploadUpkeep(accountId);
  return null;
}
