import { existsSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type FoundImport, maskSource, scanImports } from './import-scan.ts';
import { isTestFile, lineAt, readSources } from './source-files.ts';

export interface Module {
  readonly path: string;
  readonly text: string;
  readonly masked: string;
  readonly isTest: boolean;
  readonly imports: readonly ModuleImport[];
}

export interface ModuleImport extends Omit<FoundImport, 'offset'> {
  /** The imported file, relative to the repository; null for packages from outside and built-ins. */
  readonly target: string | null;
  readonly line: number;
}

export const PACKAGES = ['shared', 'backend', 'frontend', 'scripts'] as const;
const CODE = /\.(?:ts|tsx|mts|mjs)$/;

/** All modules of the workspace with their imports resolved to files. */
export function readModules(root: string): readonly Module[] {
  return PACKAGES.filter((name) => existsSync(join(root, name))).flatMap((name) =>
    readSources(root, name, CODE).map(({ path, text }) => {
      const masked = maskSource(text);
      const imports = scanImports(text, masked).map(({ offset, ...found }) => ({
        ...found,
        target: resolveImport(path, found.specifier),
        line: lineAt(text, offset),
      }));
      return { path, text, masked, isTest: isTestFile(path), imports };
    }),
  );
}

/** Where an import leads, by name alone; every import of this project carries its ending. */
export function resolveImport(importer: string, specifier: string): string | null {
  if (specifier.startsWith('.'))
    return posix.normalize(posix.join(posix.dirname(importer), specifier.split('?')[0] ?? ''));
  const workspace = /^@atelier\/([a-z]+)\/(.+)$/.exec(specifier);
  if (!workspace) return null;
  const [, name, rest = ''] = workspace;
  // As in the `exports` of each package.
  return `${name}/src/${rest}.ts`;
}

/** Groups of modules that import each other in a circle, each as the path round it. */
export function findCycles(modules: readonly Module[]): readonly (readonly string[])[] {
  const edges = new Map(
    modules.map((module) => [module.path, module.imports.flatMap(({ target }) => (target ? [target] : []))]),
  );
  const done = new Set<string>();
  const cycles: string[][] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const seenAt = trail.indexOf(path);
    if (seenAt >= 0) cycles.push([...trail.slice(seenAt), path]);
    if (seenAt >= 0 || done.has(path)) return;
    for (const target of edges.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of edges.keys()) visit(path, []);
  return cycles;
}
