import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** The part of an entry of Vite's manifest that is used; https://vite.dev/guide/backend-integration. */
interface ManifestChunk {
  readonly file: string;
  readonly isEntry?: boolean;
  /** Manifest keys of chunks that are fetched together with this one. */
  readonly imports?: readonly string[];
}

export type Manifest = Readonly<Record<string, ManifestChunk>>;

export interface FirstLoad {
  /** The page's source file. */
  readonly route: string;
  readonly gzipBytes: number;
  /** Built files, without repeats. */
  readonly files: readonly string[];
}

const PAGE = /^src\/pages\/[^/]+\/[^/]+-page\.tsx$/;
const LANGUAGE = /^src\/locales\/[^/]+\.ts$/;

export function readManifest(distFolder: string): Manifest {
  return JSON.parse(readFileSync(join(distFolder, '.vite/manifest.json'), 'utf8')) as Manifest;
}

/** The chunk's file and those of everything it imports statically. */
function filesOf(manifest: Manifest, key: string, seen = new Set<string>()): ReadonlySet<string> {
  const chunk = manifest[key];
  if (!chunk) throw new Error(`the manifest has no ${key}`);
  if (seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const imported of chunk.imports ?? []) filesOf(manifest, imported, seen);
  return seen;
}

/**
 * What a first visit to each page fetches: the entry, the page and one language (the larger), each with its static
 * imports, and the page's own texts in that language where it has some, heaviest first. `read` returns a built file.
 */
export function firstLoads(manifest: Manifest, read: (file: string) => Buffer): readonly FirstLoad[] {
  const sizes = new Map<string, number>();
  const sizeOf = (file: string): number => {
    const size = sizes.get(file) ?? gzipSync(read(file)).byteLength;
    sizes.set(file, size);
    return size;
  };
  const keys = Object.keys(manifest);
  const entry = keys.find((key) => manifest[key]?.isEntry);
  const pages = keys.filter((key) => PAGE.test(key));
  const totalOf = (files: Iterable<string>): number =>
    [...files].reduce((sum, file) => sum + sizeOf(file), 0);
  const [language] = keys
    .filter((key) => LANGUAGE.test(key))
    .sort((one, other) => totalOf(filesOf(manifest, other)) - totalOf(filesOf(manifest, one)));
  if (!entry || !language || pages.length === 0)
    throw new Error('the manifest names no entry, no page or no language');
  return pages
    .map((route) => {
      const ownTexts = route.replace(/^src\/pages\/([^/]+)\/.*$/, `${language.replace(/\.ts$/, '')}/$1.json`);
      const needed = [entry, route, language, ...(manifest[ownTexts] ? [ownTexts] : [])];
      const files = new Set(needed.flatMap((key) => [...filesOf(manifest, key)]));
      return { route, gzipBytes: totalOf(files), files: [...files] };
    })
    .sort((one, other) => other.gzipBytes - one.gzipBytes);
}
