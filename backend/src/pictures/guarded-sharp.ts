import sharp from 'sharp';

/**
 * sharp with everything unneeded switched off, for the whole process: libvips keeps one table of operations, so a
 * loader blocked here is blocked on every thread. Only the three buffer loaders for accepted types remain; SVG,
 * PDF, TIFF, HEIF and the rest of libvips' attack surface cannot be reached even by a file that fools `sniff.ts`.
 */
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'],
});
// Every picture is opened once, so a cache would only hold memory.
sharp.cache(false);
// Parallelism comes from the pool's threads; more threads inside each would only compete with the API's.
sharp.concurrency(1);

export { sharp };
