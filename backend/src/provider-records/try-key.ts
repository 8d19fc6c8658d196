import type { KeyTest } from '@atelier/shared/contracts/provider';
import { AppError } from '../lib/app-error.ts';
import { type Clock, timestamp } from '../lib/clock.ts';
import type { ProviderAdapter } from '../providers/adapter.ts';
import type { CatalogueEntry } from '../providers/catalogue.ts';
import type { Transport } from '../providers/transport.ts';

interface Parts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly temporaryRoot: string;
}

/**
 * Tries a provider's key with a call that costs nothing. Where the vendor publishes what its models take, a good key is
 * also used to compare that with the forms here. @throws AppError provider_not_testable, provider_not_configured.
 */
export async function tryKey(
  parts: Parts,
  provider: ProviderAdapter,
  entries: readonly CatalogueEntry[],
): Promise<KeyTest> {
  const { transport, clock, temporaryRoot } = parts;
  const keyTest = provider.connection?.keyTest;
  if (!keyTest) throw new AppError('provider_not_testable');
  const startedAt = performance.now();
  const answer = await transport.send(keyTest.request, { provider, directory: temporaryRoot });
  const latencyMs = Math.round(performance.now() - startedAt);
  const read = answer.kind === 'http' ? keyTest.read(answer) : { isGood: false };
  return {
    at: timestamp(clock),
    isGood: read.isGood,
    latencyMs,
    credit: 'credit' in read ? (read.credit ?? null) : null,
    detail:
      answer.kind === 'http' ? `HTTP ${answer.status}` : answer.kind === 'silence' ? answer.detail : null,
    inputs: read.isGood ? await compareInputs(parts, provider, entries) : null,
  };
}

async function compareInputs(
  { transport, temporaryRoot }: Parts,
  provider: ProviderAdapter,
  entries: readonly CatalogueEntry[],
): Promise<KeyTest['inputs']> {
  const published = provider.publishedInputs;
  if (!published) return null;
  const offered = entries.filter(({ model }) => model.life?.state !== 'retired');
  const found = await Promise.all(
    offered.map(async ({ model, parameterSchema }) => {
      const answer = await transport.send(published.request(model), { provider, directory: temporaryRoot });
      const differences =
        answer.kind === 'http' ? published.compare(answer, model, parameterSchema) : undefined;
      return (differences ?? [{ kind: 'unreadable', field: null, detail: null } as const]).map(
        (difference) => ({ model: model.slug, ...difference }),
      );
    }),
  );
  return { compared: offered.length, differences: found.flat() };
}
