import { contentFindings } from './lib/content-rules.ts';
import { directionFindings } from './lib/direction-rules.ts';
import { type Finding, runCheck } from './lib/findings.ts';
import { readModules } from './lib/import-graph.ts';
import { ROOT } from './lib/paths.ts';

/** The house rules of docs/architecture.md: import direction, circles, and what may stand where. */
export function checkBoundaries(root: string): readonly Finding[] {
  const modules = readModules(root);
  if (modules.length === 0) throw new Error(`no source files below ${root}`);
  return [...directionFindings(modules), ...contentFindings(modules)];
}

if (import.meta.main && (await runCheck('boundaries', checkBoundaries, ROOT)) !== undefined)
  process.exitCode = 1;
