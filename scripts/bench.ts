import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { scanImports } from './lib/import-scan.ts';
import { stopWithLauncher } from './lib/lifeline.ts';
import { buildPageWhenNeeded } from './lib/page-build.ts';
import { ROOT } from './lib/paths.ts';
import { runCommand, stopChildrenOnSignals } from './lib/run-command.ts';

const FOLDER = join(ROOT, 'scripts', 'bench');

/** A benchmark is a file that reports figures; the others beside it are helpers. */
function isBenchmark(file: string): boolean {
  if (!file.endsWith('.ts') || file.endsWith('.test.ts')) return false;
  const text = readFileSync(join(FOLDER, file), 'utf8');
  return scanImports(text).some(({ specifier }) => specifier === './report.ts');
}

/** The benchmarks whose names contain one of the words; all of them without words. */
function chooseBenchmarks(words: readonly string[]): readonly string[] {
  const names = readdirSync(FOLDER)
    .filter(isBenchmark)
    .map((file) => file.slice(0, -'.ts'.length))
    .sort();
  const chosen =
    words.length === 0 ? names : names.filter((name) => words.some((word) => name.includes(word)));
  if (chosen.length > 0) return chosen;
  console.error(`there is no benchmark named ${words.join(' ')}; known: ${names.join(', ')}`);
  process.exit(2);
}

/** Runs the benchmarks one after another, each in a process of its own so that none warms up or slows another. */
async function main(): Promise<void> {
  stopWithLauncher();
  stopChildrenOnSignals();
  const names = chooseBenchmarks(process.argv.slice(2));
  await buildPageWhenNeeded(ROOT);
  const failed: string[] = [];
  for (const name of names) {
    console.log(`\n── ${name}`);
    const { exitCode } = await runCommand(process.execPath, [join(FOLDER, `${name}.ts`)], {
      cwd: ROOT,
      mode: 'live',
    });
    if (exitCode !== 0) failed.push(name);
  }
  console.log(`\n${names.length - failed.length} of ${names.length} benchmarks ran to their end`);
  if (failed.length > 0) console.error(`broke down: ${failed.join(', ')}`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}

await main();
