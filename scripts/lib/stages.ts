import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { EVERY_LANGUAGE } from '../browser/texts.ts';
import { checkBoundaries } from '../check-boundaries.ts';
import { checkDocs } from '../check-docs.ts';
import { checkEnvironment } from '../check-env.ts';
import { checkSizes } from '../check-sizes.ts';
import { type Check, runCheck } from './findings.ts';
import { ROOT } from './paths.ts';
import { runCommand } from './run-command.ts';
import { addTallies, leftOutTests, NOTHING_RAN, type Tally, tallyOf, tallyReport } from './tally.ts';

/** One part of the test run, with the words it may be asked for by. */
export interface Stage {
  readonly name: string;
  run(): Promise<Tally>;
}

/** Of one failure, so much is repeated at the end of a run, in characters; the whole stands further up. */
const REPEATED_LENGTH = 1500;
const require = createRequire(join(ROOT, 'package.json'));

/** The program file behind a package's command, so that no shell and no PATH is needed. */
function programOf(packageName: string, command = packageName): string {
  const manifestPath = require.resolve(`${packageName}/package.json`);
  const manifest: { bin: string | Record<string, string> } = JSON.parse(readFileSync(manifestPath, 'utf8'));
  const program = typeof manifest.bin === 'string' ? manifest.bin : manifest.bin[command];
  if (program === undefined) throw new Error(`${packageName} has no command ${command}`);
  return join(dirname(manifestPath), program);
}

/** Prints how a tool ended, with all it said when it found something. */
function tellOutcome(what: string, exitCode: number, output: string): Tally {
  const failure = exitCode === 0 ? undefined : `${what}\n${output.trim()}`;
  console.log(failure === undefined ? `ok   ${what}` : `FAIL ${failure}`);
  return tallyOf(failure);
}

async function runTypeCheck(workspacePackage: string): Promise<Tally> {
  const args = [programOf('typescript', 'tsc'), '-p', workspacePackage, '--pretty', 'false'];
  const { exitCode, output } = await runCommand(process.execPath, args, { cwd: ROOT, mode: 'quiet' });
  return tellOutcome(`types of ${workspacePackage}`, exitCode, output);
}

/** Two at a time: each compiler takes a core and some hundred megabytes. */
async function runTypeChecks(): Promise<Tally> {
  const waiting = ['backend', 'frontend', 'shared', 'scripts'];
  let total = NOTHING_RAN;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const tally = await runTypeCheck(next);
      total = addTallies(total, tally);
    }
  };
  await Promise.all([work(), work()]);
  return total;
}

async function runLint(): Promise<Tally> {
  const args = [programOf('@biomejs/biome', 'biome'), 'ci', '--colors=off', '--diagnostic-level=error', '.'];
  const { exitCode, output } = await runCommand(process.execPath, args, { cwd: ROOT, mode: 'quiet' });
  return tellOutcome('lint and format', exitCode, output);
}

async function runChecks(): Promise<Tally> {
  const checks: readonly [string, Check][] = [
    ['boundaries', checkBoundaries],
    ['environment', checkEnvironment],
    ['sizes', checkSizes],
    ['docs', checkDocs],
  ];
  let total = NOTHING_RAN;
  for (const [name, check] of checks) {
    const isPassed = await attemptStage(`the check of ${name}`, async () =>
      tallyOf(await runCheck(name, check, ROOT)),
    );
    total = addTallies(total, isPassed);
  }
  return total;
}

async function runVitest(projects: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-test-'));
  try {
    const reportPath = join(folder, 'report.json');
    const args = [programOf('vitest'), 'run', ...projects.flatMap((project) => ['--project', project])];
    args.push('--reporter=default', '--reporter=json', `--outputFile.json=${reportPath}`);
    const { exitCode } = await runCommand(process.execPath, args, {
      cwd: ROOT,
      environment: { ...process.env, ...environment },
      mode: 'live',
    });
    const report = readFileSync(reportPath, 'utf8');
    for (const title of leftOutTests(report)) console.log(`left out: ${title}`);
    return tallyReport(report, exitCode);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runDrills(): Promise<Tally> {
  const { runDrillsOfTests } = await import('../drill/drills-of-tests.ts');
  return runDrillsOfTests();
}

async function runBrowserTests(environment: NodeJS.ProcessEnv = {}): Promise<Tally> {
  const { setUpBrowser } = await import('../browser-setup.ts');
  const { buildPageWhenNeeded } = await import('./page-build.ts');
  console.log(`browser: ${(await setUpBrowser()).executablePath}`);
  if (await buildPageWhenNeeded(ROOT)) console.log('page built');
  return addTallies(tallyOf(undefined), await runVitest(['browser'], environment));
}

/** Runs a stage; one that breaks down counts as one failed test, with its reason printed. */
export async function attemptStage(name: string, run: () => Promise<Tally>): Promise<Tally> {
  try {
    return await run();
  } catch (error) {
    const failure = `${name} broke down: ${error instanceof Error ? error.message : String(error)}`;
    console.error(failure);
    return tallyOf(failure);
  }
}

const UNIT_PROJECTS = ['shared', 'backend', 'scripts', 'frontend'];

export const STATIC_STAGES: readonly Stage[] = [
  { name: 'types', run: runTypeChecks },
  { name: 'lint', run: runLint },
  { name: 'checks', run: runChecks },
];
export const STAGES: readonly Stage[] = [
  ...STATIC_STAGES,
  { name: 'unit', run: () => runVitest(UNIT_PROJECTS) },
  // The same backend tests once more, on the other database.
  { name: 'postgres', run: () => runVitest(['backend-postgres']) },
  { name: 'drills', run: runDrills },
  { name: 'browser', run: () => runBrowserTests() },
];
/** Stages that run only when they are named: more of the same, for which `npm test` has no time. */
const LONGER_STAGES: readonly Stage[] = [
  { name: 'languages', run: () => runBrowserTests({ [EVERY_LANGUAGE]: '1' }) },
];

/** The stages for the words after `npm test --`: stage names or single test projects; none means all. */
export function chooseStages(words: readonly string[]): readonly Stage[] {
  if (words.length === 0) return STAGES;
  return words.map((word) => {
    const stage = [...STAGES, ...LONGER_STAGES].find(({ name }) => name === word);
    if (stage) return stage;
    if (UNIT_PROJECTS.includes(word)) return { name: word, run: () => runVitest([word]) };
    const known = [...[...STAGES, ...LONGER_STAGES].map(({ name }) => name), ...UNIT_PROJECTS].join(', ');
    throw new Error(`there is no stage "${word}"; known: ${known}`);
  });
}

/** A failure without colours and at a length that leaves room for the others. */
function shorten(failure: string): string {
  const plain = stripVTControlCharacters(failure);
  return plain.length <= REPEATED_LENGTH ? plain : `${plain.slice(0, REPEATED_LENGTH)} …`;
}

/** Runs stages one after another, closes with what failed and `N passed, N failed`, and sets the exit code. */
export async function runStages(stages: readonly Stage[]): Promise<void> {
  let total = NOTHING_RAN;
  const times: string[] = [];
  for (const { name, run } of stages) {
    console.log(`\n── ${name}`);
    const startedAt = performance.now();
    total = addTallies(total, await attemptStage(name, run));
    times.push(`${name} ${((performance.now() - startedAt) / 1000).toFixed(1)} s`);
  }
  for (const failure of total.failures) console.log(`\nFAILED ${shorten(failure)}`);
  console.log(`\n${times.join(', ')}`);
  process.exitCode = total.failures.length > 0 || total.passed === 0 ? 1 : 0;
  console.log(`${total.passed} passed, ${total.failures.length} failed`);
}
