import { existsSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { type Finding, runCheck } from './lib/findings.ts';
import { ROOT } from './lib/paths.ts';
import { lineAt, listFiles } from './lib/source-files.ts';

interface Page {
  readonly path: string;
  readonly text: string;
  /** The same text with code blocks blanked; links and headings count only outside of them. */
  readonly prose: string;
}

/** pnpm's own commands, which need no entry in package.json. */
const PNPM_COMMANDS = new Set(['install', 'add', 'exec', 'store', 'remove', 'outdated', 'audit', 'dlx']);
/** Names of scripts that pnpm has commands of its own for: without `run` it does something else. */
const HIDDEN_BY_PNPM = new Set(['doctor']);
/** Paths and addresses that exist on one machine only. */
const MACHINE_TRACES = /(?:^|[\s"'`(])(\/(?:work|root|home|Users)\/[\w.-]+|[A-Z]:\\Users\\)/g;

const blankCode = (text: string): string =>
  text.replace(/^[ \t]*(`{3,})[\s\S]*?^[ \t]*\1[ \t]*$/gm, (block) => block.replace(/[^\n]/g, ' '));

function readPages(root: string): readonly Page[] {
  const roots = ['README.md', 'README.zh-CN.md'].filter((path) => existsSync(join(root, path)));
  const docs = existsSync(join(root, 'docs')) ? listFiles(root, 'docs', (path) => path.endsWith('.md')) : [];
  return [...roots, ...docs].map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    return { path, text, prose: blankCode(text) };
  });
}

/** Links and pictures lead somewhere, commands exist, both READMEs have one shape, and nothing names a machine. */
export function checkDocs(root: string): readonly Finding[] {
  const pages = readPages(root);
  const manifest: { scripts?: Record<string, string> } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const commands = new Set(Object.keys(manifest.scripts ?? {}));
  return [
    ...pages.flatMap((page) => [
      ...linkFindings(root, page),
      ...commandFindings(page, commands),
      ...traceFindings(page),
    ]),
    ...readmeFindings(pages),
  ];
}

function linkFindings(root: string, page: Page): readonly Finding[] {
  const links = [
    ...page.prose.matchAll(/\]\(\s*<?([^)\s>]+)>?(?:\s+"[^"]*")?\s*\)/g),
    ...page.prose.matchAll(/\b(?:src|href|srcset)="([^"]+)"/g),
  ];
  return links.flatMap((match) => {
    const [target = '', anchor] = (match[1] ?? '').split('#');
    if (/^[a-z][a-z+.-]*:/i.test(target)) return [];
    const path = target === '' ? page.path : posix.join(posix.dirname(page.path), decodeURI(target));
    const place = `${page.path}:${lineAt(page.prose, match.index)}`;
    if (!existsSync(join(root, path))) {
      return [{ place, problem: `${match[1]} does not exist`, advice: 'Correct the link or add the file.' }];
    }
    const isLost =
      anchor && path.endsWith('.md') && !anchorsOf(readFileSync(join(root, path), 'utf8')).has(anchor);
    if (!isLost) return [];
    return [{ place, problem: `${match[1]}: no such heading`, advice: 'Correct the part behind the #.' }];
  });
}

/** The ids GitHub gives to headings. */
function anchorsOf(text: string): ReadonlySet<string> {
  const headings = [...blankCode(text).matchAll(/^#{1,6}\s+(.+)$/gm)].map((match) => match[1] ?? '');
  return new Set(
    headings.map((heading) =>
      heading
        .trim()
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .replace(/\s/g, '-'),
    ),
  );
}

function commandFindings(page: Page, commands: ReadonlySet<string>): readonly Finding[] {
  const named = [
    ...page.text.matchAll(/\bnpm (?:run )?([a-z][\w:-]*)/g),
    ...page.text.matchAll(/\bpnpm (?:run )?([a-z][\w:-]*)/g),
  ].filter((match) => isCode(page.text, match.index));
  return named.flatMap((match) => {
    const command = match[1] ?? '';
    const isOwn =
      /^npm (?:i|install|ci|config|exec)\b/.test(match[0]) ||
      (match[0].startsWith('pnpm') && PNPM_COMMANDS.has(command));
    const place = `${page.path}:${lineAt(page.text, match.index)}`;
    if (match[0] === `pnpm ${command}` && HIDDEN_BY_PNPM.has(command)) {
      return [{ place, problem: `"${match[0]}" is pnpm's own`, advice: `Write pnpm run ${command}.` }];
    }
    if (isOwn || commands.has(command)) return [];
    return [
      {
        place,
        problem: `"${match[0]}": no such command`,
        advice: 'Name one of package.json, or add it there.',
      },
    ];
  });
}

/** Inside `code` or a code block: prose such as "npm gives" is not a command. */
function isCode(text: string, offset: number): boolean {
  if (blankCode(text)[offset] === ' ') return true;
  const before = text.slice(text.lastIndexOf('\n', offset) + 1, offset);
  return (before.match(/`/g)?.length ?? 0) % 2 === 1;
}

function traceFindings(page: Page): readonly Finding[] {
  return [...page.text.matchAll(MACHINE_TRACES)].map((match) => ({
    place: `${page.path}:${lineAt(page.text, match.index)}`,
    problem: `names a path of one machine: ${match[1]}`,
    advice: 'Write it relative to the repository.',
  }));
}

function readmeFindings(pages: readonly Page[]): readonly Finding[] {
  const shapes = ['README.md', 'README.zh-CN.md'].map((name) => {
    const page = pages.find(({ path }) => path === name);
    return page ? [...page.prose.matchAll(/^(#{1,6})\s/gm)].map((match) => match[1]).join(' ') : null;
  });
  if (shapes[0] === shapes[1] && shapes[0] !== null) return [];
  const problem = shapes.includes(null)
    ? 'one of the two READMEs is missing'
    : 'README.md has other headings';
  return [
    { place: 'README.zh-CN.md', problem, advice: 'Both languages tell the same story in the same order.' },
  ];
}

if (import.meta.main && (await runCheck('docs', checkDocs, ROOT)) !== undefined) process.exitCode = 1;
