import type { ObjectStore, PutOptions, StoredObject } from './object-store.ts';

export interface PutRequest {
  readonly key: string;
  readonly path: string;
  readonly options: PutOptions;
}

/** What became of every file, each list in the order of the requests. */
export interface PutReport {
  readonly stored: readonly StoredObject[];
  readonly failures: readonly { readonly key: string; readonly error: unknown }[];
}

/**
 * Stores several files, at most `concurrency` at once (default 3). Never rejects for a file's sake: it either stored
 * all, or reports which keys failed and why, and the caller decides whether the rest is kept.
 */
export async function putMany(
  store: Pick<ObjectStore, 'putFile'>,
  requests: readonly PutRequest[],
  concurrency = 3,
): Promise<PutReport> {
  const outcomes: PromiseSettledResult<StoredObject>[] = [];
  const queue = requests.entries();
  async function work(): Promise<void> {
    // One iterator shared by all workers hands every request out once.
    for (const [position, { key, path, options }] of queue) {
      const [outcome] = await Promise.allSettled([store.putFile(key, path, options)]);
      outcomes[position] = outcome;
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, requests.length) }, work));
  return {
    stored: outcomes.filter((outcome) => outcome.status === 'fulfilled').map((outcome) => outcome.value),
    failures: outcomes.flatMap((outcome, position) =>
      outcome.status === 'rejected' ? [{ key: requests[position]?.key ?? '', error: outcome.reason }] : [],
    ),
  };
}
