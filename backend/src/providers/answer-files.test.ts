import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { takeFilesOut } from './answer-files.ts';

async function take(text: string) {
  const folder = await mkdtemp(path.join(tmpdir(), 'atelier-answer-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const source = path.join(folder, 'body');
  await writeFile(source, text);
  const { body, files } = await takeFilesOut(source, folder);
  const left = (await readdir(folder)).filter((name) => name !== 'body');
  expect(left).toHaveLength(files.length);
  return { body, files, bytes: await Promise.all(files.map((file) => readFile(file.path))) };
}

test('base64 becomes files, also inside data addresses and with escaped slashes; the rest stays', async () => {
  const [a, b, c] = [randomBytes(300_001), randomBytes(1000), randomBytes(700)];
  const escaped = c.toString('base64').replaceAll('/', '\\/');
  const { body, files, bytes } = await take(
    `{"data":[{"b64_json":"${a.toString('base64')}"},{"image":"data:image/webp;base64,${b.toString('base64')}"},
      {"x":"${escaped}"}],"seed":7,"id":"abc"}`,
  );
  expect(body).toEqual({
    data: [{ b64_json: 'file:0' }, { image: 'file:1' }, { x: 'file:2' }],
    seed: 7,
    id: 'abc',
  });
  expect(bytes.map((each) => each.length)).toEqual([300_001, 1000, 700]);
  expect([bytes[0]?.equals(a), bytes[1]?.equals(b), bytes[2]?.equals(c)]).toEqual([true, true, true]);
  expect(files[1]?.contentType).toBe('image/webp');
});

test.each([0, 1, 2])('escapes of every writer are undone wherever the pieces are cut (%i)', async (shift) => {
  // Long enough that escapes fall on the borders of what is read at once.
  const bytes = randomBytes(400_000 + shift);
  const numbered = bytes
    .toString('base64')
    .replaceAll('+', '\\u002B')
    .replaceAll('/', '\\u002f')
    .replaceAll('=', '\\u003D');
  const address = `data:image\\/png;base64,${bytes.toString('base64').replaceAll('/', '\\/')}`;
  const found = await take(`{"a":"${numbered}","b":"${address}","c":"${' '.repeat(shift)}"}`);
  expect(found.body).toEqual({ a: 'file:0', b: 'file:1', c: ' '.repeat(shift) });
  expect(found.bytes.map((each) => each.equals(bytes))).toEqual([true, true]);
  expect(found.files[1]?.contentType).toBe('image/png');
});

test.each([
  ['words', `${'A'.repeat(400)} and then words, ${'杯子'.repeat(300)} "quoted"`],
  ['words after a long beginning', `${'A'.repeat(9_999)} and \\ then / "words"\n${'杯'.repeat(3000)}`],
  ['words after a very long beginning', `${'QUJD'.repeat(60_000)}/+==\u0001${'杯'.repeat(30_000)}`],
  ['padding in the middle', `${'QUJD'.repeat(2000)}QQ==${'QUJD'.repeat(2000)}`],
  ['too much padding', `${'QUJD'.repeat(2000)}===`],
  ['a character too many', `${'QUJD'.repeat(2000)}Q`],
  ['backslashes before slashes', `${'QUJD'.repeat(2000)}\\/QUJD`],
  ['a backslash at the end', `${'QUJD'.repeat(2000)}\\`],
  ['a data address of text', `data:text/plain,${'QUJD'.repeat(2000)}`],
  ['just too short', 'f'.repeat(255)],
])('long text is text, even when it begins like base64: %s', async (_what, text) => {
  const image = randomBytes(2000);
  const { body, bytes } = await take(
    JSON.stringify({ text, b64: image.toString('base64'), again: [text, text] }),
  );
  expect(body).toEqual({ text, b64: 'file:0', again: [text, text] });
  expect(bytes[0]?.equals(image)).toBe(true);
});

test.each([
  ['nothing', ''],
  ['a page', '<html>'],
  ['a string without an end', '{"a":"'],
  ['a file without an end', `{"a":"${'QUJD'.repeat(3000)}`],
  ['half', '{"a":1'],
  ['more than one', 'null and more'],
  ['a tower', `${'['.repeat(100_000)}${']'.repeat(100_000)}`],
  ['too many files', JSON.stringify(Array.from({ length: 65 }, () => 'QUJD'.repeat(100)))],
  ['too much text', JSON.stringify('a word '.repeat(1_300_000))],
  ['too much text that begins like a file', JSON.stringify(`${'QUJD'.repeat(2_900_000)} no`)],
])('%s is no answer, no error, and leaves no file', async (_what, text) => {
  expect(await take(text)).toMatchObject({ body: undefined, files: [] });
});

test('any JSON comes through, with its files beside it', async () => {
  const file = fc.uint8Array({ minLength: 192, maxLength: 9000 }).map((bytes) => Buffer.from(bytes));
  await fc.assert(
    fc.asyncProperty(
      fc.jsonValue({ maxDepth: 4 }),
      fc.array(file, { maxLength: 3 }),
      async (value, files) => {
        const wanted = { value, files: files.map((bytes) => bytes.toString('base64')) };
        const { body, bytes } = await take(JSON.stringify(wanted));
        const expected = { value, files: files.map((_file, index) => `file:${index}`) };
        expect(body).toEqual(JSON.parse(JSON.stringify(expected)));
        expect(bytes.every((each, index) => files[index] && each.equals(files[index]))).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});
