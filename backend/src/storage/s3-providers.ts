/** The makers of S3-compatible storage that Atelier knows. */
export type S3ProviderName = 's3' | 'r2' | 'cos' | 'minio';

/** How one maker's storage differs. Facts from the makers' own pages, named at each row. */
export interface S3Provider {
  /** Used when the operator names no region; null: must be named. */
  readonly defaultRegion: string | null;
  /** The address when the operator names none; null: must be named; 'sdk': the SDK knows it. */
  readonly endpoint: 'sdk' | ((region: string) => string) | null;
  /** `https://host/bucket/key` instead of `https://bucket.host/key`. */
  readonly forcePathStyle: boolean;
  /** What bucket names must look like, and the advice when they do not. */
  readonly bucketRule: { readonly pattern: RegExp; readonly advice: string } | null;
  /** A signed `x-amz-checksum-sha256` binds a presigned upload to its bytes. */
  readonly checksSha256: boolean;
  readonly capabilities: {
    readonly presignPost: boolean;
    readonly batchDelete: boolean;
    readonly bucketCorsApi: boolean;
    /** Objects opened at the provider's own domain are shown, not downloaded. */
    readonly inlinePreviewOnDefaultDomain: boolean;
  };
}

export const S3_PROVIDERS: Readonly<Record<S3ProviderName, S3Provider>> = {
  // docs.aws.amazon.com: S3 API reference, checking object integrity
  s3: {
    defaultRegion: 'us-east-1',
    endpoint: 'sdk',
    forcePathStyle: false,
    bucketRule: null,
    checksSha256: true,
    capabilities: {
      presignPost: true,
      batchDelete: true,
      bucketCorsApi: true,
      inlinePreviewOnDefaultDomain: true,
    },
  },
  // developers.cloudflare.com/r2: S3 API compatibility; SHA-256 is only offered for composite checksums
  r2: {
    defaultRegion: 'auto',
    endpoint: null,
    forcePathStyle: true,
    bucketRule: null,
    checksSha256: false,
    capabilities: {
      presignPost: false,
      batchDelete: true,
      bucketCorsApi: true,
      inlinePreviewOnDefaultDomain: false,
    },
  },
  // tencentcloud.com/document/product/436: path style is answered with 403 for buckets made since 2024-01-01,
  // DeleteObjects demands a Content-MD5 that the SDK no longer sends, x-amz-checksum-* is not understood
  cos: {
    defaultRegion: null,
    endpoint: (region) => `https://cos.${region}.myqcloud.com`,
    forcePathStyle: false,
    bucketRule: {
      pattern: /-\d{5,}$/,
      advice: 'A COS bucket is named with its APPID at the end, e.g. pictures-1250000000.',
    },
    checksSha256: false,
    capabilities: {
      presignPost: false,
      batchDelete: false,
      bucketCorsApi: true,
      inlinePreviewOnDefaultDomain: false,
    },
  },
  // MinIO has no names per bucket unless its operator set up a domain; PutBucketCors is not implemented
  minio: {
    defaultRegion: 'us-east-1',
    endpoint: null,
    forcePathStyle: true,
    bucketRule: null,
    checksSha256: false,
    capabilities: {
      presignPost: true,
      batchDelete: true,
      bucketCorsApi: false,
      inlinePreviewOnDefaultDomain: true,
    },
  },
};
