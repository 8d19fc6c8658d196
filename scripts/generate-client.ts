import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { API_TYPES_PATH, apiTypes } from './lib/api-types.ts';
import { ROOT } from './lib/paths.ts';

/** `pnpm client:generate`: writes the types of the page's client anew from the API document. */
writeFileSync(join(ROOT, API_TYPES_PATH), await apiTypes());
