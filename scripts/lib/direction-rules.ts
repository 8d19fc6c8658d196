import type { Finding } from './findings.ts';
import { findCycles, type Module, type ModuleImport } from './import-graph.ts';
import {
  BACKEND_LAYERS,
  FRONTEND_LAYERS,
  type LayerTable,
  PACKAGE_LAYERS,
  ROUTE_FORBIDDEN,
} from './layers.ts';

interface Arrow {
  readonly module: Module;
  readonly found: ModuleImport;
  readonly target: string;
}

const BROWSER_SAFE_PACKAGES = new Set(['zod']);

/** Import direction over the whole workspace, and circles. */
export function directionFindings(modules: readonly Module[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const module of modules) {
    for (const found of module.imports) {
      if (found.target) findings.push(...judgeArrow({ module, found, target: found.target }));
      else findings.push(...judgeOutsidePackage(module, found));
    }
    findings.push(...judgePlace(module));
  }
  for (const cycle of findCycles(modules)) {
    findings.push({
      place: cycle[0] ?? '',
      problem: `circle: ${cycle.join(' → ')}`,
      advice: 'Move what both sides need into a file below them, or pass it in as an argument.',
    });
  }
  return findings;
}

function arrowFinding({ module, found, target }: Arrow, advice: string): Finding {
  return { place: `${module.path}:${found.line}`, problem: `${module.path} → ${target}`, advice };
}

const packageOf = (path: string): string => path.split('/')[0] ?? '';

/** The layer a file belongs to: its first folder below `src`, or `.` for the files beside the folders. */
export function layerOf(path: string): string {
  const inBackend = /^backend\/(migrations)\//.exec(path);
  if (inBackend) return 'migrations';
  const inFolder = /^(?:backend|frontend)\/src\/([^/]+)\//.exec(path);
  return inFolder?.[1] ?? '.';
}

function judgeArrow(arrow: Arrow): readonly Finding[] {
  const { module, target } = arrow;
  const from = packageOf(module.path);
  const to = packageOf(target);
  if (from !== to) {
    if (PACKAGE_LAYERS[from]?.includes(to)) return [];
    return [arrowFinding(arrow, packageAdvice(from))];
  }
  if (module.isTest || target.includes('/locales/')) return [];
  if (from === 'backend') return judgeBackend(arrow);
  if (from === 'frontend') return judgeFrontend(arrow);
  return [];
}

function packageAdvice(from: string): string {
  if (from === 'frontend') return 'The page sees @atelier/shared only; put what both sides need there.';
  if (from === 'shared') return 'shared lies below everything and imports nothing of the workspace.';
  return 'Nothing imports scripts, and the server never imports the page.';
}

function judgeBackend(arrow: Arrow): readonly Finding[] {
  const { module, target } = arrow;
  if (!/^backend\/(?:src|migrations)\//.test(module.path)) return [];
  if (!/^backend\/(?:src|migrations)\//.test(target)) {
    return [arrowFinding(arrow, 'Product code never imports test helpers.')];
  }
  const layer = layerOf(module.path);
  const targetLayer = layerOf(target);
  if (module.path.startsWith('backend/src/http/routes/') && ROUTE_FORBIDDEN.includes(targetLayer)) {
    return [arrowFinding(arrow, 'A route calls one service function and presents its answer.')];
  }
  return isAllowed(BACKEND_LAYERS, layer, targetLayer)
    ? []
    : [arrowFinding(arrow, backendAdvice(layer, targetLayer))];
}

function backendAdvice(layer: string, targetLayer: string): string {
  if (targetLayer === '.')
    return 'Parts get their settings and their neighbours from compose.ts as arguments.';
  if (layer === 'providers')
    return 'Vendors see lib, pictures and shared only; the task runner does the rest.';
  if (layer === 'credits') return 'The ledger knows the database, not what was bought with the credits.';
  if (targetLayer === 'credits' || targetLayer === 'providers') {
    return 'Only tasks/ brings money and vendors together; ask it, or move the code there.';
  }
  return `${layer}/ may import ${describe(BACKEND_LAYERS[layer])}; turn the arrow round or pass the value in.`;
}

function judgeFrontend(arrow: Arrow): readonly Finding[] {
  const { module, target } = arrow;
  if (!module.path.startsWith('frontend/src/')) return [];
  const layer = layerOf(module.path);
  const targetLayer = layerOf(target);
  const isAsset = !/\.(?:ts|tsx)$/.test(target);
  if (isAsset) return [];
  for (const [folder, advice] of [
    [
      'features',
      'No feature imports another; let the page compose them, or move the shared part to lib or ui.',
    ],
    ['pages', 'No page imports another; move the shared part to a feature.'],
  ] as const) {
    const isSibling = layer === folder && targetLayer === folder;
    if (isSibling && memberOf(module.path) !== memberOf(target)) return [arrowFinding(arrow, advice)];
  }
  if (layer === 'ui' && target === 'frontend/src/lib/api-client.ts') {
    return [arrowFinding(arrow, 'ui holds looks only; a feature fetches and passes the data in.')];
  }
  if (isAllowed(FRONTEND_LAYERS, layer, targetLayer)) return [];
  const advice = `${layer}/ may import ${describe(FRONTEND_LAYERS[layer])}; compose it one level higher.`;
  return [arrowFinding(arrow, advice)];
}

const memberOf = (path: string): string => path.split('/').slice(0, 4).join('/');
const describe = (names: readonly string[] = []): string =>
  names.length > 0 ? names.join(', ') : 'nothing here';

function isAllowed(table: LayerTable, layer: string, targetLayer: string): boolean {
  return layer === targetLayer || (table[layer]?.includes(targetLayer) ?? false);
}

/** A folder nobody gave a place to would escape every rule. */
function judgePlace(module: Module): readonly Finding[] {
  const table = /^backend\/src\//.test(module.path)
    ? BACKEND_LAYERS
    : /^frontend\/src\//.test(module.path)
      ? FRONTEND_LAYERS
      : null;
  if (!table || Object.hasOwn(table, layerOf(module.path))) return [];
  return [
    {
      place: module.path,
      problem: `the folder ${layerOf(module.path)}/ has no place in the import direction`,
      advice:
        'Use an existing folder, or give it a line in scripts/lib/layers.ts and in docs/architecture.md.',
    },
  ];
}

function judgeOutsidePackage(module: Module, found: ModuleImport): readonly Finding[] {
  const { specifier } = found;
  if (module.isTest || packageOf(module.path) !== 'shared' || BROWSER_SAFE_PACKAGES.has(specifier)) return [];
  const advice =
    'shared runs in the browser and on the server with zod alone; pass anything else in as an argument.';
  return [arrowFinding({ module, found, target: specifier }, advice)];
}
