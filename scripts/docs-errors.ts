import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { errorFiles } from './lib/error-list.ts';
import { ROOT } from './lib/paths.ts';

/** `pnpm docs:errors`: writes the dictionary of errors anew, in both languages, and what the page needs of it. */
for (const [path, text] of errorFiles()) {
  mkdirSync(dirname(join(ROOT, path)), { recursive: true });
  writeFileSync(join(ROOT, path), text);
}
