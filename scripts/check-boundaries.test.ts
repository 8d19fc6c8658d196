import { describe, expect, it } from 'vitest';
import { checkBoundaries } from './check-boundaries.ts';
import { withTree } from './lib/fixture-tree.ts';

/** The problems found in a small house made of these files. */
const problemsIn = (files: Record<string, string>) =>
  withTree(files, (root) => checkBoundaries(root).map(({ place, problem }) => `${place} ${problem}`));

const imports = (specifier: string) => `import { thing } from '${specifier}';\nexport const use = thing;\n`;
const plain = 'export const thing = 1;\n';

/** One forbidden arrow each: importer, specifier, the file it leads to. */
const FORBIDDEN_ARROWS: readonly [rule: string, from: string, specifier: string, to: string][] = [
  ['lib is below db', 'backend/src/lib/a.ts', '../db/b.ts', 'backend/src/db/b.ts'],
  ['db does not know credits', 'backend/src/db/a.ts', '../credits/b.ts', 'backend/src/credits/b.ts'],
  [
    'vendors cannot see the database',
    'backend/src/providers/x/adapter.ts',
    '../../db/b.ts',
    'backend/src/db/b.ts',
  ],
  ['vendors cannot see credits', 'backend/src/providers/a.ts', '../credits/b.ts', 'backend/src/credits/b.ts'],
  [
    'credits do not know models',
    'backend/src/credits/a.ts',
    '../providers/b.ts',
    'backend/src/providers/b.ts',
  ],
  ['accounts do not know tasks', 'backend/src/accounts/a.ts', '../tasks/b.ts', 'backend/src/tasks/b.ts'],
  ['tasks do not know HTTP', 'backend/src/tasks/a.ts', '../http/b.ts', 'backend/src/http/b.ts'],
  [
    'routes never import the database',
    'backend/src/http/routes/a.ts',
    '../../db/b.ts',
    'backend/src/db/b.ts',
  ],
  [
    'routes never import a vendor',
    'backend/src/http/routes/a.ts',
    '../../providers/b.ts',
    'backend/src/providers/b.ts',
  ],
  ['parts do not import compose', 'backend/src/tasks/a.ts', '../compose.ts', 'backend/src/compose.ts'],
  [
    'product code never imports test helpers',
    'backend/src/http/a.ts',
    '../../test/b.ts',
    'backend/test/b.ts',
  ],
  [
    'the server never imports the page',
    'backend/src/main.ts',
    '../../frontend/src/a.ts',
    'frontend/src/a.ts',
  ],
  ['nothing imports scripts', 'backend/src/main.ts', '../../scripts/a.ts', 'scripts/a.ts'],
  [
    'the page never imports the server',
    'frontend/src/lib/a.ts',
    '@atelier/backend/config',
    'backend/src/config.ts',
  ],
  [
    'shared imports nothing of the workspace',
    'shared/src/a.ts',
    '../../backend/src/b.ts',
    'backend/src/b.ts',
  ],
  ['shared runs in the browser', 'shared/src/a.ts', 'node:fs', 'node:fs'],
  [
    'no feature imports another',
    'frontend/src/features/a/a.tsx',
    '../b/b.tsx',
    'frontend/src/features/b/b.tsx',
  ],
  ['no page imports another', 'frontend/src/pages/a/a.tsx', '../b/b.tsx', 'frontend/src/pages/b/b.tsx'],
  ['ui knows no feature', 'frontend/src/ui/a.tsx', '../features/b/b.tsx', 'frontend/src/features/b/b.tsx'],
  ['ui does not fetch', 'frontend/src/ui/a.tsx', '../lib/api-client.ts', 'frontend/src/lib/api-client.ts'],
  [
    'features know no page',
    'frontend/src/features/a/a.tsx',
    '../../pages/b/b.tsx',
    'frontend/src/pages/b/b.tsx',
  ],
  ['lib knows no ui', 'frontend/src/lib/a.ts', '../ui/b.tsx', 'frontend/src/ui/b.tsx'],
];

describe('import direction', () => {
  it.each(FORBIDDEN_ARROWS)('%s', async (_rule, from, specifier, to) => {
    const files = { [from]: imports(specifier), 'backend/src/lib/plain.ts': plain };
    expect(await problemsIn(files)).toContain(`${from}:1 ${from} → ${to}`);
  });

  it('lets the allowed arrows pass', async () => {
    const problems = await problemsIn({
      'shared/src/errors.ts': imports('zod'),
      'backend/src/lib/a.ts': imports('@atelier/shared/errors'),
      'backend/src/db/a.ts': imports('../lib/a.ts'),
      'backend/src/credits/ledger.ts': imports('../db/a.ts'),
      'backend/src/providers/x/adapter.ts': imports('../../lib/a.ts'),
      'backend/src/providers/x/models/m.ts': `${imports('../adapter.ts')}export default use;\n`,
      'backend/src/tasks/a.ts': `${imports('../credits/ledger.ts')}import '../providers/x/adapter.ts';`,
      'backend/src/http/routes/tasks.ts': imports('../../tasks/a.ts'),
      'backend/src/main.ts': imports('./http/routes/tasks.ts'),
      'frontend/src/features/a/a.tsx': imports('../../ui/b.tsx'),
      'frontend/src/ui/b.tsx': imports('@atelier/shared/errors'),
      'scripts/a.ts': imports('@atelier/backend/main'),
    });
    expect(problems).toEqual([]);
  });

  it('sees dynamic imports, type imports and re-exports too', async () => {
    const problems = await problemsIn({
      'backend/src/lib/a.ts': "export const load = () => import('../db/x.ts');\n",
      'backend/src/lib/b.ts': "import type { X } from '../db/x.ts';\nexport type Y = X;\n",
      'backend/src/lib/c.ts': "export { x } from '../db/x.ts';\n",
    });
    expect(problems).toHaveLength(3);
  });

  it('names a folder that has no place', async () => {
    expect(await problemsIn({ 'backend/src/helpers/a.ts': plain })).toEqual([
      'backend/src/helpers/a.ts the folder helpers/ has no place in the import direction',
    ]);
  });

  it('prints the way round a circle', async () => {
    const problems = await problemsIn({
      'backend/src/lib/a.ts': imports('./b.ts'),
      'backend/src/lib/b.ts': imports('./c.ts'),
      'backend/src/lib/c.ts': imports('./a.ts'),
    });
    expect(problems).toEqual([
      'backend/src/lib/a.ts circle: backend/src/lib/a.ts → backend/src/lib/b.ts → backend/src/lib/c.ts → backend/src/lib/a.ts',
    ]);
  });
});

/** One faulty file each. */
const FAULTY_FILES: readonly [rule: string, path: string, text: string, problem: string][] = [
  [
    'only config.ts reads the environment',
    'backend/src/lib/a.ts',
    'export const a = process.env.A;',
    'reads process.env',
  ],
  ['fetch only in safe-fetch', 'backend/src/tasks/a.ts', "export const a = () => fetch('x');", 'calls fetch'],
  ['undici only in safe-fetch', 'backend/src/tasks/a.ts', "import { request } from 'undici';", '→ undici'],
  [
    'node:https only in safe-fetch',
    'backend/src/lib/a.ts',
    "import https from 'node:https';",
    '→ node:https',
  ],
  [
    'node:net only to look at addresses',
    'backend/src/lib/a.ts',
    "import { isIP, connect } from 'node:net';",
    '→ node:net',
  ],
  [
    'Date.now only in clock.ts',
    'backend/src/lib/a.ts',
    'export const a = Date.now();',
    'asks the machine for the time',
  ],
  [
    'new Date() only in clock.ts',
    'backend/src/lib/a.ts',
    'export const a = new Date();',
    'asks the machine for the time',
  ],
  [
    'only the ledger inserts entries',
    'backend/src/tasks/a.ts',
    "db.insertInto('credit_transactions')",
    'writes a ledger table',
  ],
  [
    'only the ledger changes balances',
    'backend/src/accounts/a.ts',
    "db.updateTable('user_credits')",
    'writes a ledger table',
  ],
  [
    'not in SQL text either',
    'backend/src/db/a.ts',
    'sql`UPDATE user_credits SET credits = 1`',
    'writes a ledger table',
  ],
  ['no barrels', 'backend/src/lib/index.ts', "export { a } from './a.ts';", 'is passed on'],
  ['no star exports', 'backend/src/lib/b.ts', "export * from './a.ts';", 'is passed on'],
  [
    'no replaced modules',
    'shared/src/a.test.ts',
    "vi.mock('./b.ts');",
    'changes modules for all test files of its worker',
  ],
  ['no default exports', 'frontend/src/ui/a.tsx', 'export default function A() {}', 'has a default export'],
  [
    'a vendor has an adapter',
    'backend/src/providers/x/models/m.ts',
    'export default 1;',
    'has no adapter.ts',
  ],
  ['a vendor has models', 'backend/src/providers/x/adapter.ts', plain, 'has no models/'],
];

describe('what may stand where', () => {
  it.each(FAULTY_FILES)('%s', async (_rule, path, text, problem) => {
    const problems = await problemsIn({ [path]: text });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(problem);
  });

  it('lets the one place do what is its own', async () => {
    const problems = await problemsIn({
      'backend/src/config.ts': 'export const a = process.env.A;',
      'backend/src/lib/safe-fetch.ts': "import { request } from 'undici';\nexport const a = request;",
      'backend/src/lib/clock.ts': 'export const now = () => new Date();',
      'backend/src/lib/address.ts':
        "import { isIP } from 'node:net';\nimport type { Server } from 'node:http';\nexport const a = isIP;\nexport type S = Server;",
      'backend/src/lib/time.ts': 'export const a = (text: string) => new Date(text); // not new Date()',
      'backend/src/credits/ledger.ts': "db.insertInto('credit_transactions')",
      'backend/src/tasks/a.test.ts': "db.updateTable('user_credits'); fetch('x'); new Date();",
      'backend/src/http/a.ts': "export const a = repository.fetch('x');\n// UPDATE user_credits",
    });
    expect(problems).toEqual([]);
  });

  it('gives one sentence of advice with each finding', async () => {
    const findings = await withTree({ 'backend/src/lib/a.ts': 'new Date()' }, checkBoundaries);
    expect(findings[0]?.advice).toMatch(/^Take a Clock .*\.$/);
  });

  it('refuses to call an empty folder clean', async () => {
    await expect(withTree({}, (root) => checkBoundaries(root))).rejects.toThrow('no source files');
  });
});
