import pino from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import { createSafeFetch } from '../lib/safe-fetch.ts';
import type { ProviderAdapter } from './adapter.ts';
import { loadCatalogue } from './catalogue.ts';
import type { Connection } from './connection.ts';
import { withCustomEndpoints } from './custom-endpoints.ts';
import type { HttpRequest } from './http-messages.ts';
import { QstashPublisher } from './qstash.ts';

const START: HttpRequest = { kind: 'http', method: 'POST', url: '/orders', expect: 'files' };

const own = {
  slug: 'gpu',
  label: { en: 'Our GPU', 'zh-CN': '自有 GPU' },
  endpoint: 'https://gpu.example/v1',
  needsKey: true,
  contract: 'dall-e',
  maxConcurrent: 2,
  models: [
    {
      slug: 'sdxl',
      vendorModel: 'sdxl',
      label: { en: 'SDXL', 'zh-CN': 'SDXL' },
      credits: 1,
      sizes: ['1024x1024'],
      maxOutputs: 1,
      edits: false,
    },
  ],
} as const;

/** A publisher whose providers are all reached as `connection` says. */
function publisherWith(connection: Partial<Connection>): QstashPublisher {
  const safeFetch = createSafeFetch();
  onTestFinished(() => safeFetch.close());
  const whole = { key: 'k', endpoint: 'https://vendor.example', allowsPrivateAddress: false, ...connection };
  return new QstashPublisher({
    settings: {
      url: 'https://q.example',
      token: 't',
      currentSigningKey: '',
      nextSigningKey: '',
      callbackUrl: '',
    },
    safeFetch,
    connections: { find: (slug) => ({ slug, ...whole }) as Connection },
    logger: pino({ level: 'silent' }),
  });
}

async function providers(): Promise<ProviderAdapter[]> {
  const catalogue = withCustomEndpoints(await loadCatalogue(), [
    { ...own, models: [...own.models.map((model) => ({ ...model, sizes: [...model.sizes] }))] },
  ]);
  return [...new Map([...catalogue.values()].map(({ provider }) => [provider.slug, provider])).values()];
}

test('exactly the vendors that docs/operations.md names go through the relay', async () => {
  const publisher = publisherWith({});
  const taken = (await providers()).filter((provider) => publisher.takes(provider, START));
  expect(taken.map(({ slug }) => slug).toSorted()).toEqual(['elevenlabs', 'openai', 'stability']);
});

test('nothing goes through the relay that may lie inside the house', async () => {
  const publisher = publisherWith({ allowsPrivateAddress: true });
  expect((await providers()).filter((provider) => publisher.takes(provider, START))).toEqual([]);
});

test('questions and calls elsewhere never do', async () => {
  const publisher = publisherWith({});
  const openai = (await providers()).find(({ slug }) => slug === 'openai');
  if (!openai) throw new Error('there is no openai');
  expect(publisher.takes(openai, START)).toBe(true);
  expect(publisher.takes(openai, { ...START, method: 'GET' })).toBe(false);
  expect(publisher.takes(openai, { ...START, url: 'https://files.example/x' })).toBe(false);
});
