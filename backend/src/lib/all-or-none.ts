/**
 * Does several things at once. When one fails or `signal` aborts, the others are told to stop and are waited for, so
 * that nobody writes any more when this rejects, with the first failure.
 */
export async function allOrNone<T>(
  works: readonly ((signal: AbortSignal) => Promise<T>)[],
  signal?: AbortSignal,
): Promise<T[]> {
  const stopping = new AbortController();
  const both = signal ? AbortSignal.any([signal, stopping.signal]) : stopping.signal;
  const running = works.map((work) => work(both));
  try {
    return await Promise.all(running);
  } finally {
    stopping.abort();
    await Promise.allSettled(running);
  }
}
