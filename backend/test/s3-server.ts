/// <reference path="./s3rver.d.ts" />
import type { RequestListener } from 'node:http';
import S3rver from 's3rver';

/** The one account s3rver knows. */
export const S3_ACCOUNT = { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' };

/** A real S3 server over a folder, to be put behind any door; for tests and drills. */
export async function openS3Listener(directory: string, bucket: string): Promise<RequestListener> {
  const s3 = new S3rver({ directory, silent: true, configureBuckets: [{ name: bucket }] });
  await s3.configureBuckets();
  return s3.callback();
}
