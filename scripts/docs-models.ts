import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCatalogue } from '@atelier/backend/providers/catalogue';
import { modelList } from './lib/model-list.ts';
import { ROOT } from './lib/paths.ts';

/** `pnpm docs:models`: writes docs/models.md anew. */
writeFileSync(join(ROOT, 'docs/models.md'), modelList(await loadCatalogue()));
