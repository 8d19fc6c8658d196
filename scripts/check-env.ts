import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Finding, runCheck } from './lib/findings.ts';
import { ROOT } from './lib/paths.ts';

const EXAMPLE = '.env.example';
const CONFIG = 'backend/src/config.ts';

/** `.env.example` and config.ts name the same keys in the same order, and each key is explained. */
export async function checkEnvironment(root: string): Promise<readonly Finding[]> {
  const { ENV_KEYS: keys }: { ENV_KEYS: readonly string[] } = await import(
    pathToFileURL(join(root, CONFIG)).href
  );
  const lines = readFileSync(join(root, EXAMPLE), 'utf8').split('\n');
  const findings: Finding[] = [];
  const listed: string[] = [];
  for (const [index, line] of lines.entries()) {
    const key = /^([A-Z][A-Z0-9_]*)=/.exec(line)?.[1];
    const place = `${EXAMPLE}:${index + 1}`;
    if (key === undefined) continue;
    if (listed.includes(key))
      findings.push({ place, problem: `${key} is listed twice`, advice: 'Keep one.' });
    if (!keys.includes(key)) {
      findings.push({ place, problem: `nobody reads ${key}`, advice: `Remove it, or read it in ${CONFIG}.` });
    }
    const comment = lines[index - 1] ?? '';
    if (!/^# \S/.test(comment) || comment.startsWith('# ──')) {
      findings.push({ place, problem: `${key} is not explained`, advice: 'Put one comment line above it.' });
    }
    listed.push(key);
  }
  for (const key of keys.filter((each) => !listed.includes(each))) {
    findings.push({ place: EXAMPLE, problem: `${key} is missing`, advice: 'List it with one comment line.' });
  }
  if (findings.length === 0 && listed.join() !== keys.join()) {
    const at = keys.findIndex((key, index) => key !== listed[index]);
    const problem = `the order differs from ${CONFIG} at ${keys[at]}`;
    findings.push({
      place: EXAMPLE,
      problem,
      advice: 'Keep the order of the schema, so that groups stay together.',
    });
  }
  return findings;
}

if (import.meta.main && (await runCheck('environment', checkEnvironment, ROOT)) !== undefined)
  process.exitCode = 1;
