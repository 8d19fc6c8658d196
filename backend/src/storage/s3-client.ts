import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { AppError } from '../lib/app-error.ts';
import { S3_PROVIDERS, type S3Provider, type S3ProviderName } from './s3-providers.ts';

export interface S3Settings {
  readonly provider: S3ProviderName;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** For temporary credentials; links made with them die with them. */
  readonly sessionToken?: string;
  readonly region?: string;
  readonly endpoint?: string;
  /** The address browsers see, when the server reaches the storage under another one (containers, private links). */
  readonly signingEndpoint?: string;
  /** A CDN or public domain before the bucket. */
  readonly publicBaseUrl?: string;
  /** Until a connection stands. Default 10,000. */
  readonly connectTimeoutMs?: number;
  /** How long a connection may stay silent. Default 30,000. */
  readonly idleTimeoutMs?: number;
}

/** Attempts for calls that the SDK may repeat by itself; it waits between them with growing, random pauses. */
export const MAX_ATTEMPTS = 3;

/** Without it the SDK writes to the console, between the log's JSON lines; every failure reaches the caller anyway. */
const SILENT: NonNullable<S3ClientConfig['logger']> = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

function resolveEndpoint(settings: S3Settings, provider: S3Provider, region: string): string | undefined {
  if (settings.endpoint !== undefined) return settings.endpoint;
  if (provider.endpoint === 'sdk') return undefined;
  if (provider.endpoint === null) throw new Error(`Storage provider ${settings.provider} needs an endpoint.`);
  return provider.endpoint(region);
}

/**
 * The two clients of a store: one that talks, one that only signs for the host that browsers use (the host is part of
 * every signature). Throws with advice when the settings cannot work.
 *
 * These connections are the one exception to `safe-fetch`: their address comes from the operator alone, never from a
 * user or a vendor's answer, it often is an inside address on purpose (MinIO), and redirects are not followed.
 */
export function createS3Clients(settings: S3Settings): { client: S3Client; signingClient: S3Client } {
  const provider = S3_PROVIDERS[settings.provider];
  const region = settings.region || provider.defaultRegion;
  if (!region) throw new Error(`Storage provider ${settings.provider} needs a region.`);
  if (provider.bucketRule && !provider.bucketRule.pattern.test(settings.bucket)) {
    throw new Error(provider.bucketRule.advice);
  }
  const endpoint = resolveEndpoint(settings, provider, region);
  const base: S3ClientConfig = {
    region,
    forcePathStyle: provider.forcePathStyle,
    credentials: {
      accessKeyId: settings.accessKeyId,
      secretAccessKey: settings.secretAccessKey,
      ...(settings.sessionToken === undefined ? {} : { sessionToken: settings.sessionToken }),
    },
    // The SDK's default CRC32 trailers and `aws-chunked` bodies are refused by COS and by older R2 and MinIO, and put
    // the checksum of an empty body into presigned uploads (aws-sdk-js-v3 #6810, #6994; seaweedfs #10216).
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    followRegionRedirects: false,
    maxAttempts: MAX_ATTEMPTS,
    logger: SILENT,
    requestHandler: {
      connectionTimeout: settings.connectTimeoutMs ?? 10_000,
      socketTimeout: settings.idleTimeoutMs ?? 30_000,
    },
  };
  const at = (address: string | undefined): S3Client =>
    new S3Client(address === undefined ? base : { ...base, endpoint: address });
  const client = at(endpoint);
  return {
    client,
    signingClient: settings.signingEndpoint === undefined ? client : at(settings.signingEndpoint),
  };
}

/** What can be read from an error of the SDK without trusting its shape. */
export function s3ErrorFacts(error: unknown): { name: string; status: number } {
  const name = error instanceof Error ? error.name : '';
  const metadata = error instanceof Error && '$metadata' in error ? error.$metadata : undefined;
  const status =
    typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata
      ? Number(metadata.httpStatusCode)
      : 0;
  return { name, status: Number.isFinite(status) ? status : 0 };
}

export function isMissing(error: unknown): boolean {
  const { name, status } = s3ErrorFacts(error);
  // A missing bucket is the operator's mistake, not a missing object.
  return name !== 'NoSuchBucket' && (status === 404 || name === 'NoSuchKey' || name === 'NotFound');
}

/** What a failed call means to callers; AppErrors pass unchanged. */
export function translateS3Error(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const { name, status } = s3ErrorFacts(error);
  if (isMissing(error)) return new AppError('not_found', {}, { cause: error });
  const isFull = status === 507 || name === 'XMinioStorageFull' || name === 'QuotaExceeded';
  return new AppError(isFull ? 'storage_full' : 'storage_failed', {}, { cause: error });
}
