import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildPageWhenNeeded } from '../lib/page-build.ts';
import { firstLoads, readManifest } from '../lib/page-size.ts';
import { ROOT } from '../lib/paths.ts';
import { report, round } from './report.ts';

/** Kilobytes (1000 bytes) of gzip JavaScript before a page can be used: of the studio and of the heaviest page. */
const LIMIT_KILOBYTES = 200;
const BYTES_PER_KILOBYTE = 1000;
const DIST = join(ROOT, 'frontend/dist');

await buildPageWhenNeeded(ROOT);
const loads = firstLoads(readManifest(DIST), (file) => readFileSync(join(DIST, file)));
const inKilobytes = (bytes: number | undefined): number =>
  round((bytes ?? Number.NaN) / BYTES_PER_KILOBYTE, 1);
const [heaviest] = loads;
const studio = loads.find(({ route }) => route.endsWith('/studio-page.tsx'));
const facts = { unit: 'kB gzip', target: `≤ ${LIMIT_KILOBYTES}` };
report({ name: 'first_load_studio', value: inKilobytes(studio?.gzipBytes), ...facts });
report({
  name: 'first_load_heaviest',
  value: inKilobytes(heaviest?.gzipBytes),
  ...facts,
  route: heaviest?.route ?? 'none',
  byRoute: Object.fromEntries(loads.map(({ route, gzipBytes }) => [route, inKilobytes(gzipBytes)])),
});
