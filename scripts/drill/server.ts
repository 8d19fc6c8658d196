import { compose } from '@atelier/backend/compose';
import { loadConfig } from '@atelier/backend/config';
import { createSafeFetch } from '@atelier/backend/lib/safe-fetch';
import { type Catalogue, loadCatalogue } from '@atelier/backend/providers/catalogue';
import { serve } from '@atelier/backend/serve';
import { drillAdapter } from './adapter.ts';
import { plantAfter, plantBefore } from './sabotage.ts';
import type { ServerPlan } from './server-plan.ts';

/** The real server with the emulated vendor in place of the local engine, and, when told so, with a planted bug. */
const plan: ServerPlan = JSON.parse(process.env['DRILL_PLAN'] ?? '{}');
const adapter = plantBefore(plan.sabotage, drillAdapter(plan.vendor));
const real = await loadCatalogue();
const catalogue: Catalogue = new Map(
  [...real].map(([slug, entry]) => [slug, { ...entry, provider: adapter }]),
);
const isLoopback = (address: string): boolean => address === '127.0.0.1';
const safeFetch = createSafeFetch({ isAddressAllowed: isLoopback, isHostAllowed: isLoopback });

const parts = await compose(loadConfig(), { role: plan.role, catalogue, safeFetch });
await plantAfter(plan, parts);
const unlimited = { requests: 1e9, windowMs: 60_000 };
const rateLimits = { reading: unlimited, writing: unlimited, signingIn: unlimited, registering: unlimited };
const serving = await serve(parts, plan.role, { rateLimits });

// A jump of the machine's clock, as every caller of Date sees it.
const now = Date.now.bind(Date);
let offsetMs = 0;
process.on('message', (message: { clockOffsetMs?: number }) => {
  if (typeof message === 'object' && message.clockOffsetMs !== undefined) offsetMs = message.clockOffsetMs;
});
Date.now = () => now() + offsetMs;

process.on('SIGTERM', () => {
  serving.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
// A drill that was stopped by hand must not leave servers behind.
process.on('disconnect', () => process.exit(0));
process.send?.({ port: serving.port });
