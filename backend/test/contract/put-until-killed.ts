import { randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createLocalDiskStore } from '../../src/storage/local-disk.ts';

// Run by object-store.kill.test.ts in its own process: puts objects without end until it is killed. Every source file
// is named by the SHA-256 of its bytes, and so is every new key; one key is overwritten again and again.
const [root = '', sourceFolder = '', signingKey = ''] = process.argv.slice(2);
const store = createLocalDiskStore({ root, signingKey, publicPath: '/files' });
const sources = await Promise.all(
  (await readdir(sourceFolder)).map(async (sha256) => {
    const path = join(sourceFolder, sha256);
    return { path, options: { contentType: 'image/png', sizeBytes: (await stat(path)).size, sha256 } };
  }),
);

process.send?.('begun');
// Bounded, so that a writer whose parent died does not fill the disk.
for (let round = 0; round < 40; round += 1) {
  await Promise.all(
    sources.flatMap(({ path, options }) => [
      store.putFile(`kill/${randomBytes(4).toString('hex')}_${options.sha256}.png`, path, options),
      store.putFile('kill/overwritten.png', path, options),
    ]),
  );
}
