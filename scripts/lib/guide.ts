import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** One code block of a guide that says where it belongs. */
export interface GuideStep {
  readonly path: string;
  /** The text it is inserted behind; a new file when missing. */
  readonly after: string | null;
  readonly code: string;
}

const STEP = /^([ ]*)```\w+ file=(\S+)(?: after="((?:[^"\\]|\\.)*)")?\n([\s\S]*?)^\1```$/gm;

/** The steps of a guide: fenced blocks whose info string names a file. */
export function readGuide(markdown: string): readonly GuideStep[] {
  return [...markdown.matchAll(STEP)].map(([, indent = '', path = '', after, block = '']) => ({
    path,
    after: after === undefined ? null : after.replace(/\\(.)/g, '$1'),
    code: block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

/** Does what the guide says, to the letter. Throws when a step does not fit the files. */
export function followGuide(root: string, steps: readonly GuideStep[]): void {
  for (const { path, after, code } of steps) {
    const file = join(root, path);
    if (after === null) {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, code, { flag: 'wx' });
      continue;
    }
    const text = readFileSync(file, 'utf8');
    const foundAt = text.indexOf(after);
    if (foundAt < 0) throw new Error(`${path} has no ${after}`);
    const lineEnd = text.indexOf('\n', foundAt) + 1;
    writeFileSync(file, text.slice(0, lineEnd) + code + text.slice(lineEnd));
  }
}
