import { compose } from '@atelier/backend/compose';
import { loadConfig } from '@atelier/backend/config';
import { createSafeFetch } from '@atelier/backend/lib/safe-fetch';
import { type Catalogue, loadCatalogue } from '@atelier/backend/providers/catalogue';
import { serve } from '@atelier/backend/serve';
import { connectionOf, drillAdapter } from './adapter.ts';
import { watchBoundaries } from './boundaries.ts';
import { watchClock } from './jumping-clock.ts';
import { watchLeases } from './lease-watch.ts';
import { PLANTS } from './plants.ts';
import { ADAPTER_PLANTS } from './plants-of-adapter.ts';
import type { ServerPlan } from './server-plan.ts';

/** The real server with the emulated vendor in place of the local engine, and, when told so, with a planted bug. */
const plan: ServerPlan = JSON.parse(process.env['DRILL_PLAN'] ?? '{}');
watchClock();
const { sabotage } = plan;
const plantInAdapter = ADAPTER_PLANTS[sabotage ?? ''];
const plant = PLANTS[sabotage ?? ''];
if (sabotage !== undefined && !plantInAdapter && !plant)
  throw new Error(`there is no bug called ${sabotage}`);

const adapter = drillAdapter(plan.vendor);
const provider = plantInAdapter ? plantInAdapter(adapter) : adapter;
const real = await loadCatalogue();
const catalogue: Catalogue = new Map([...real].map(([slug, entry]) => [slug, { ...entry, provider }]));
const isLoopback = (address: string): boolean => address === '127.0.0.1';
const safeFetch = createSafeFetch({ isAddressAllowed: isLoopback, isHostAllowed: isLoopback });

const parts = await compose(loadConfig(), { role: plan.role, catalogue, safeFetch });
if (plan.vendor.callbackSecret !== undefined) {
  const connection = connectionOf(plan.vendor.url, plan.vendor.callbackSecret);
  parts.connections.find = () => connection;
}
await plant?.(parts);
if (plan.watchesBoundaries) watchBoundaries(parts, plan.diesAt);
if (plan.watchesLeases) watchLeases(parts);
const unlimited = { requests: 1e9, windowMs: 60_000 };
const rateLimits = {
  reading: unlimited,
  writing: unlimited,
  uploading: unlimited,
  signingIn: unlimited,
  registering: unlimited,
};
const serving = await serve(parts, plan.role, { rateLimits });

process.on('SIGTERM', () => {
  serving.stop().then(
    () => process.exit(0),
    () => process.exit(1),
  );
});
// A drill that was stopped by hand must not leave servers behind.
process.on('disconnect', () => process.exit(0));
process.send?.({ port: serving.port });
