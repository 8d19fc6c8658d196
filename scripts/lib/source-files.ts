import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface SourceFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

const SKIPPED_FOLDERS = new Set(['node_modules', 'dist', 'data', 'coverage', '.git', '.cache']);

/** Paths of all files below `folder` (relative to `root`, forward slashes, sorted); built and installed ones excepted. */
export function listFiles(
  root: string,
  folder: string,
  accepts: (path: string) => boolean,
): readonly string[] {
  const found: string[] = [];
  const visit = (relative: string): void => {
    for (const entry of readdirSync(join(root, relative), { withFileTypes: true })) {
      const path = relative === '.' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!SKIPPED_FOLDERS.has(entry.name)) visit(path);
      } else if (accepts(path)) found.push(path);
    }
  };
  visit(folder);
  return found.sort();
}

export function readSources(root: string, folder: string, pattern: RegExp): readonly SourceFile[] {
  return listFiles(root, folder, (path) => pattern.test(path)).map((path) => ({
    path,
    text: readFileSync(join(root, path), 'utf8'),
  }));
}

/** Tests and what only tests use. */
export function isTestFile(path: string): boolean {
  return (
    /\.test\.tsx?$/.test(path) || /^backend\/test\//.test(path) || /^frontend\/src\/testing\//.test(path)
  );
}

/** 1-based line of a character offset. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}
