import { expect, test } from 'vitest';
import { loadConfig } from '../config.ts';
import { loadCatalogue } from './catalogue.ts';
import { EMULATOR_CALLBACK_SECRET, environmentConnections } from './environment-connections.ts';

test('the environment gives each vendor the secret of its callbacks; a stand-in signs with its own', async () => {
  const catalogue = await loadCatalogue();
  const { providers } = loadConfig({
    AI_PROVIDER_KIE_CALLBACK_SECRET: 'of kie',
    AI_PROVIDER_REPLICATE_CALLBACK_SECRET: 'whsec_of_replicate',
  });
  const real = environmentConnections(catalogue, providers);
  expect(real.find('kie')?.callbackSecret).toBe('of kie');
  expect(real.find('replicate')?.callbackSecret).toBe('whsec_of_replicate');
  expect(real.find('openai')?.callbackSecret).toBe(null);
  const emulated = environmentConnections(catalogue, providers, 'http://127.0.0.1:4010');
  expect(emulated.find('kie')?.callbackSecret).toBe(EMULATOR_CALLBACK_SECRET);
});
