import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalDiskStore } from '../../src/storage/local-disk.ts';

// Run by object-store.kill.test.ts in its own process: puts objects without end until it is killed. New keys carry
// the hash of their bytes; one key is overwritten again and again.
const [root = '', signingKey = ''] = process.argv.slice(2);
const store = createLocalDiskStore({ root, signingKey, publicPath: '/files' });
const folder = await mkdtemp(join(tmpdir(), 'atelier-kill-source-'));

const sources = await Promise.all(
  [50_000, 700_000, 3_000_000].map(async (sizeBytes, index) => {
    const bytes = randomBytes(sizeBytes);
    const path = join(folder, String(index));
    await writeFile(path, bytes);
    return { path, sizeBytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  }),
);

process.send?.(folder);
// Bounded, so that a child whose parent died does not fill the disk.
for (let round = 0; round < 40; round += 1) {
  await Promise.all(
    sources.flatMap(({ path, sizeBytes, sha256 }) => {
      const options = { contentType: 'image/png', sizeBytes, sha256 };
      const folderName = randomBytes(4).toString('hex');
      return [
        store.putFile(`kill/${folderName}/${sha256}.png`, path, options),
        store.putFile('kill/overwritten.png', path, options),
      ];
    }),
  );
}
