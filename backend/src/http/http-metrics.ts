import type { RequestHandler } from 'express';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AssetWatch } from '../assets/asset-watch.ts';
import type { LedgerWatch } from '../credits/ledger-watch.ts';
import type { VendorLosses } from '../credits/vendor-losses.ts';
import { runAsSystem } from '../lib/actor-scope.ts';
import type { CallbackOutcome } from '../tasks/callback-desk.ts';
import type { DocumentedRoute } from './openapi/document-route.ts';

const DURATION_BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
/** For everything that is no route of the API: files of the page and addresses that do not exist. */
const OTHER = 'other';

/** A registry of its own, with the process's default figures (event loop, memory, garbage collection). */
export function createMetricsRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

/**
 * Measures every answer by route template and status. Templates come from the API document, so the number of series
 * is bounded however many addresses are tried. Mount before everything that should be measured.
 */
export function measureRequests(registry: Registry, routes: readonly DocumentedRoute[]): RequestHandler {
  const durations = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets: DURATION_BUCKETS_SECONDS,
    registers: [registry],
  });
  const templateOf = templateFinder(routes);
  return (request, response, next) => {
    const startedAt = performance.now();
    response.on('close', () => {
      const route = templateOf(request.method, request.originalUrl);
      durations.observe(
        { method: route === OTHER ? OTHER : request.method, route, status: response.statusCode },
        (performance.now() - startedAt) / 1000,
      );
    });
    next();
  };
}

/** Shows how many live streams are open in this process. */
export function measureStreams(registry: Registry, count: () => number): void {
  registry.registerMetric(
    new Gauge({
      name: 'live_event_streams',
      help: 'Open streams of GET /api/events',
      registers: [],
      collect() {
        this.set(count());
      },
    }),
  );
}

/** Shows what the relay of starts would not take, which fails orders of every vendor that it carries. */
export function measureRelay(registry: Registry, publisher: { readonly refusals: number }): void {
  registry.registerMetric(
    new Gauge({
      name: 'relay_refusals',
      help: 'Starts that QStash refused since the process began',
      registers: [],
      collect() {
        this.set(publisher.refusals);
      },
    }),
  );
}

/** Counts callbacks of vendors by what became of them. Strangers' calls name no provider, or they could make up series. */
export function countCallbacks(registry: Registry): (provider: string, outcome: CallbackOutcome) => void {
  const callbacks = new Counter({
    name: 'vendor_callbacks_total',
    help: 'Callbacks that came in, by provider and by what became of them',
    labelNames: ['provider', 'outcome'],
    registers: [registry],
  });
  return (provider, outcome) =>
    callbacks.inc({ provider: outcome === 'unknown_address' ? OTHER : provider, outcome });
}

/**
 * What an operator should be woken for: broken rules of the ledger, files that are not what their rows say, and vendor
 * losses nobody has looked at.
 */
export function measureLedger(
  registry: Registry,
  parts: {
    ledgerWatch: Pick<LedgerWatch, 'violations'>;
    assetWatch: Pick<AssetWatch, 'damaged'>;
    losses: Pick<VendorLosses, 'countOpen'>;
  },
): void {
  registry.registerMetric(
    new Gauge({
      name: 'stored_files_damaged',
      help: 'Files that nightly checks found missing or damaged since the process began; -1 before the first',
      registers: [],
      collect() {
        this.set(parts.assetWatch.damaged);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'ledger_rule_violations',
      help: 'Rows that broke a rule of the ledger in the last nightly check; -1 before the first',
      registers: [],
      collect() {
        this.set(parts.ledgerWatch.violations);
      },
    }),
  );
  registry.registerMetric(
    new Gauge({
      name: 'vendor_losses_open',
      help: 'Vendor costs without a result that no operator has resolved',
      registers: [],
      async collect() {
        this.set(await runAsSystem(() => parts.losses.countOpen()));
      },
    }),
  );
}

/** Finds the documented path behind an address. Paths without parameters win over those with. */
export function templateFinder(routes: readonly DocumentedRoute[]): (method: string, url: string) => string {
  const byMethod = new Map<string, Array<{ pattern: RegExp; path: string }>>();
  const plainFirst = [...routes].sort((a, b) => Number(a.path.includes('{')) - Number(b.path.includes('{')));
  for (const { method, path, spansSegments } of plainFirst) {
    const parameter = spansSegments ? '.+' : '[^/]+';
    const source = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{\w+\}/g, parameter);
    const patterns = byMethod.get(method) ?? [];
    patterns.push({ pattern: new RegExp(`^${source}/?$`, 'i'), path });
    byMethod.set(method, patterns);
  }
  return (method, url) => {
    const pathname = url.split('?', 1)[0] ?? '';
    const wanted = method === 'HEAD' ? 'get' : method.toLowerCase();
    return byMethod.get(wanted)?.find(({ pattern }) => pattern.test(pathname))?.path ?? OTHER;
  };
}
