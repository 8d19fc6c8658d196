import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
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

test('long text is text, even when it begins like base64', async () => {
  const words = `${'A'.repeat(400)} and then words, ${'杯子'.repeat(300)} "quoted"`;
  const { body, files } = await take(JSON.stringify({ words, again: words, id: 'f'.repeat(255) }));
  expect(body).toEqual({ words, again: words, id: 'f'.repeat(255) });
  expect(files).toEqual([]);
});

test.each(['', '<html>', '{"a":"', '{"a":1', 'null and more'])(
  '%j is no JSON, and no error',
  async (text) => {
    expect((await take(text)).body).toBeUndefined();
  },
);

test('any JSON without base64 comes through unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(fc.jsonValue({ maxDepth: 4 }), async (value) => {
      const { body } = await take(JSON.stringify(value));
      expect(body).toEqual(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 60 },
  );
});
