import type { Finding } from './findings.ts';
import type { Module } from './import-graph.ts';
import { lineAt } from './source-files.ts';

const at = (module: Module, offset: number, problem: string, advice: string): Finding => ({
  place: `${module.path}:${lineAt(module.text, offset)}`,
  problem,
  advice,
});

interface CodeRule {
  readonly pattern: RegExp;
  readonly isBound: (path: string) => boolean;
  readonly problem: string;
  readonly advice: string;
}

const inBackend = (path: string): boolean => path.startsWith('backend/src/');

const CODE_RULES: readonly CodeRule[] = [
  {
    pattern: /\bprocess\s*\.\s*env\b/g,
    isBound: (path) =>
      !path.startsWith('scripts/') && path !== 'backend/src/config.ts' && !path.endsWith('.config.ts'),
    problem: 'reads process.env',
    advice: 'Only backend/src/config.ts reads the environment; take the value from the config it makes.',
  },
  {
    pattern: /(?<![.\w$])fetch\s*\(|\bglobalThis\s*\.\s*fetch\b/g,
    isBound: (path) => inBackend(path) && path !== 'backend/src/lib/safe-fetch.ts',
    problem: 'calls fetch',
    advice:
      'Outgoing connections go through lib/safe-fetch.ts, which refuses private addresses and endless answers.',
  },
  {
    pattern: /\bDate\s*\.\s*now\b|\bnew\s+Date\s*\(\s*\)|\bnew\s+Date\b(?!\s*\()/g,
    isBound: (path) => inBackend(path) && path !== 'backend/src/lib/clock.ts',
    problem: 'asks the machine for the time',
    advice: 'Take a Clock (lib/clock.ts) as an argument, so that tests can move the time.',
  },
  {
    pattern: /\bexport\s+default\b|\bexport\s*\{[^}]*\bas\s+default\b/g,
    isBound: (path) =>
      !/^backend\/src\/(?:providers\/[^/]+\/models|tasks\/types)\/[^/]+\.ts$/.test(path) &&
      !/^scripts\/drill\/rows\/[^/]+\.ts$/.test(path) &&
      !/\/(?:vite|vitest)\.config\.ts$/.test(path),
    problem: 'has a default export',
    advice: 'Export by name; only models, task types, drill rows and tool settings have a default export.',
  },
];

/** Test files of one worker share their modules. */
const TEST_RULES: readonly CodeRule[] = [
  {
    pattern: /\bvi\s*\.\s*(?:mock|doMock|resetModules)\s*\(/g,
    isBound: () => true,
    problem: 'changes modules for all test files of its worker',
    advice: 'Give the part to be watched or replaced to the code as an argument.',
  },
];

const OUTGOING_MODULES = /^(?:node:)?(?:http|https|http2|net|tls|dgram)$|^(?:undici|axios|node-fetch|got)$/;
/** Names of those modules that receive, describe or check, but never connect. */
const HARMLESS_NAME =
  /^(?:type\s+\w+|isIP|isIPv4|isIPv6|BlockList|SocketAddress|createServer|Server|STATUS_CODES)$/;
const MAY_CONNECT = /^backend\/src\/(?:lib\/safe-fetch|storage\/s3[a-z-]*)\.ts$/;

const LEDGER_TABLES = 'credit_transactions|user_credits|api_key_usage';
const LEDGER_BUILDER = new RegExp(
  `\\b(?:insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\\s*\\(\\s*['"\`](?:${LEDGER_TABLES})\\b`,
  'g',
);
const LEDGER_SQL = new RegExp(
  `\\b(?:insert\\s+into|update|delete\\s+from)\\s+["\`]?(?:${LEDGER_TABLES})\\b`,
  'gi',
);
const LEDGER_FILES = /^backend\/src\/credits\/ledger[a-z-]*\.ts$/;

/** What may stand where inside a file. Tests are free, but for what they share with each other. */
export function contentFindings(modules: readonly Module[]): readonly Finding[] {
  const tests = modules.filter(({ isTest }) => isTest);
  const bound = modules.filter(({ isTest }) => !isTest);
  return [
    ...bound.flatMap((module) => [
      ...codeFindings(module, CODE_RULES),
      ...connectionFindings(module),
      ...ledgerFindings(module),
      ...barrelFindings(module),
    ]),
    ...tests.flatMap((module) => codeFindings(module, TEST_RULES)),
    ...vendorFindings(modules),
  ];
}

function codeFindings(module: Module, rules: readonly CodeRule[]): readonly Finding[] {
  return rules
    .filter((rule) => rule.isBound(module.path))
    .flatMap(({ pattern, problem, advice }) =>
      [...module.masked.matchAll(pattern)].map((match) => at(module, match.index, problem, advice)),
    );
}

function connectionFindings(module: Module): readonly Finding[] {
  if (!inBackend(module.path) || MAY_CONNECT.test(module.path)) return [];
  return module.imports
    .filter(({ specifier, statement }) => OUTGOING_MODULES.test(specifier) && !isHarmless(statement))
    .map(({ specifier, line }) => ({
      place: `${module.path}:${line}`,
      problem: `${module.path} → ${specifier}`,
      advice: 'Outgoing connections go through lib/safe-fetch.ts.',
    }));
}

function isHarmless(statement: string): boolean {
  if (/^import\s+type\b/.test(statement)) return true;
  const names = /^import\s*\{([^}]*)\}/.exec(statement)?.[1];
  if (names === undefined) return false;
  return names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .every((name) => HARMLESS_NAME.test(name.replace(/\s+as\s+\w+$/, '')));
}

function ledgerFindings(module: Module): readonly Finding[] {
  if (!inBackend(module.path) || LEDGER_FILES.test(module.path)) return [];
  const isCode = (offset: number): boolean => module.masked[offset] !== ' ';
  const isComment = (offset: number): boolean => /^\s*(?:\/\/|\*|\/\*)/.test(lineOf(module.text, offset));
  return [
    ...[...module.text.matchAll(LEDGER_BUILDER)].filter((match) => isCode(match.index)),
    ...[...module.text.matchAll(LEDGER_SQL)].filter((match) => !isComment(match.index)),
  ].map((match) =>
    at(
      module,
      match.index,
      `writes a ledger table: ${match[0]}`,
      'Only credits/ledger.ts writes credits; call hold, settle, release or grant.',
    ),
  );
}

function lineOf(text: string, offset: number): string {
  return text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset + 1);
}

function barrelFindings(module: Module): readonly Finding[] {
  const isIndex = /\/index\.tsx?$/.test(module.path);
  return module.imports
    .filter(
      ({ isReExport, statement }) => isReExport && (isIndex || /^export\s+(?:type\s+)?\*/.test(statement)),
    )
    .map(({ line, target, specifier }) => ({
      place: `${module.path}:${line}`,
      problem: `${module.path} → ${target ?? specifier} is passed on`,
      advice: 'No barrels: import from the file that holds the thing.',
    }));
}

function vendorFindings(modules: readonly Module[]): readonly Finding[] {
  const paths = modules.map(({ path }) => path);
  const vendors = new Set(
    paths.flatMap((path) => /^backend\/src\/providers\/([^/]+)\//.exec(path)?.[1] ?? []),
  );
  return [...vendors].flatMap((vendor) => {
    const folder = `backend/src/providers/${vendor}`;
    const missing = [
      paths.includes(`${folder}/adapter.ts`) ? '' : 'adapter.ts',
      paths.some((path) => path.startsWith(`${folder}/models/`) && !path.endsWith('.test.ts'))
        ? ''
        : 'models/',
    ].filter((part) => part !== '');
    return missing.map((part) => ({
      place: folder,
      problem: `has no ${part}`,
      advice: 'A vendor is a folder with adapter.ts and one file per model under models/.',
    }));
  });
}
