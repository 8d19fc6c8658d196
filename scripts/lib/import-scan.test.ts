import { describe, expect, it } from 'vitest';
import { maskSource, scanImports } from './import-scan.ts';

const specifiers = (text: string) => scanImports(text).map((found) => found.specifier);

describe('the import scan', () => {
  it('finds every form of import', () => {
    const text = [
      "import './side-effect.ts';",
      "import plain from './plain.ts';",
      "import type { A } from './type.ts';",
      "import {\n  a,\n  b as c,\n} from './many-lines.ts';",
      "import * as all from './all.ts';",
      "export { d } from './again.ts';",
      "export * from './star.ts';",
      "export type { E } from './type-again.ts';",
      "const lazy = () => import('./lazy.ts');",
      "const spread = await import(\n  './spread.ts'\n);",
      'import "./double.ts";',
    ].join('\n');
    expect(specifiers(text)).toEqual([
      './side-effect.ts',
      './plain.ts',
      './type.ts',
      './many-lines.ts',
      './all.ts',
      './again.ts',
      './star.ts',
      './type-again.ts',
      './lazy.ts',
      './spread.ts',
      './double.ts',
    ]);
  });

  it('is not fooled by comments, strings, templates and regular expressions', () => {
    const text = [
      "// import a from './comment.ts'",
      "/* import a from './block.ts' */",
      `const text = "import a from './string.ts'";`,
      // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source text under test
      "const template = `import a from './template.ts' ${call(`import './inner.ts'`)} import './tail.ts'`;",
      "const pattern = /import '[^/]x' from \"/;",
      "const url = 'https://example.com/'; import b from './after-url.ts';",
      "const half = a / b; import c from './after-division.ts'; const d = e / f;",
    ].join('\n');
    expect(specifiers(text)).toEqual(['./after-url.ts', './after-division.ts']);
  });

  it('recovers from an apostrophe in JSX text', () => {
    const text = "const a = <p>Don't</p>;\nexport const b = () => import('./page.tsx');\n";
    expect(specifiers(text)).toEqual(['./page.tsx']);
  });

  it('does not take a property, an ordinary export or import.meta for an import', () => {
    const text = "export const from = 'a'; loader.import('x'); const u = new URL('./w.ts', import.meta.url);";
    expect(specifiers(text)).toEqual([]);
  });

  it('finds imports inside template expressions', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source text under test
    expect(specifiers("const a = `x ${await import('./in-template.ts')} y`;")).toEqual(['./in-template.ts']);
  });

  it('marks re-exports', () => {
    expect(
      scanImports("export { a } from './a.ts';\nimport b from './b.ts';").map((f) => f.isReExport),
    ).toEqual([true, false]);
  });

  it('masks without moving anything', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the source text under test
    const text = "const a = 'x'; // tail\nconst b = `y${1}z`;\n";
    const masked = maskSource(text);
    expect(masked).toHaveLength(text.length);
    expect(masked.split('\n')).toHaveLength(3);
    expect(masked).not.toMatch(/[xyz]|tail/);
  });
});
