import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { connectionAt, openVendor, providerAt } from '../../test/test-vendor.ts';
import { createSafeFetch, type SafeFetchOptions } from '../lib/safe-fetch.ts';
import { loadCatalogue, sampleParameters } from './catalogue.ts';
import type { HttpRequest } from './http-messages.ts';
import { sendHttp } from './http-transport.ts';

/** The limits that the way out is given for a call. */
async function limitsOf(more: Partial<HttpRequest>): Promise<SafeFetchOptions> {
  const vendor = await openVendor();
  const real = createSafeFetch();
  const directory = await mkdtemp(path.join(tmpdir(), 'atelier-limits-'));
  onTestFinished(async () => {
    await real.close();
    await rm(directory, { recursive: true });
  });
  let given: SafeFetchOptions | undefined;
  const safeFetch = {
    ...real,
    toBuffer: (address: string, options: SafeFetchOptions) => {
      given = options;
      return real.toBuffer(address, options);
    },
  };
  const connections = { find: () => connectionAt(vendor.origin) };
  const request = { kind: 'http', method: 'POST', url: '/orders', ...more } as const;
  const hooks = { provider: providerAt(vendor.origin), directory };
  await sendHttp({ safeFetch, connections, allowHttp: false }, request, hooks);
  if (!given) throw new Error('nothing was sent');
  return given;
}

test('the first byte of an answer may take as long as the whole call, also where a call names no limit', async () => {
  expect(await limitsOf({})).toMatchObject({ timeoutMs: 60_000, firstByteTimeoutMs: 60_000 });
  const named = { timeoutMs: 5000, firstByteTimeoutMs: 5000 };
  expect(await limitsOf({ timeoutMs: 5000 })).toMatchObject(named);
});

test('no start is given up on within two minutes', async () => {
  const entries = [...(await loadCatalogue()).values()];
  const short: string[] = [];
  const asked = new Set<string>();
  for (const { model, provider, parameterSchema } of entries) {
    if (model.continues || provider.slug === 'local') continue;
    const picture = { path: '/x', name: 'x.png', contentType: 'image/png', sizeBytes: 1 };
    const file = {
      ...picture,
      width: 64,
      height: 64,
      position: 0,
      role: null,
      link: 'https://x.example/x.png',
    };
    const request = provider.start(model, {
      ...{ taskId: 'task_1', attempt: 1, callbackUrl: null, continued: null, workDirectory: '/tmp' },
      parameters: model.parameters.parse(sampleParameters(parameterSchema)),
      inputs: model.inputs.min > 0 ? [file] : [],
      prepared: model.inputs.min > 0 ? ['https://x.example/x.png'] : [],
      settings: model.settings?.emulated,
    });
    asked.add(provider.slug);
    if (request.kind !== 'http' || (request.timeoutMs ?? 0) < 120_000) short.push(model.slug);
  }
  expect(short).toEqual([]);
  expect(asked.size).toBe(new Set(entries.map(({ provider }) => provider.slug)).size - 1);
});
