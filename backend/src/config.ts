import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { DatabaseChoice } from './db/open-database.ts';
import type { SealingSources } from './lib/secrets.ts';
import type { ProviderEnvironment } from './providers/environment-connections.ts';
import type { QstashSettings } from './providers/qstash.ts';
import type { StorageSettings } from './storage/create-store.ts';

const REPOSITORY_ROOT = fileURLToPath(new URL('../../', import.meta.url));

const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const port = z.coerce.number().int().min(0).max(65_535);
const origin = z.url({ protocol: /^https?$/ }).transform((value) => new URL(value).origin);

/** JSON on one line; what it must hold is checked where it is used. */
const jsonText = z.string().transform((text, context): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'must be JSON on one line' });
    return z.NEVER;
  }
});

/** An e-mail address or a page; either way something a link can lead to. */
const contact = z
  .email()
  .transform((address) => `mailto:${address}`)
  .or(z.url({ protocol: /^https?$/, error: 'must be an e-mail address or begin with https://' }));

/** What paths are put behind. */
const baseUrl = z.url({ protocol: /^https?$/ }).transform((value) => value.replace(/\/+$/, ''));

/** Every key the server reads, with what it must look like. Everything has a default that works on a bare machine. */
const environmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: port.default(3000),
  APP_URL: origin.optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DATA_DIR: z.string().default('./data'),
  DATABASE_URL: z.string().optional(),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(10),
  JWT_SECRET: z.string().optional(),
  JWT_SECRET_PREVIOUS: z.string().optional(),
  JWT_EXPIRES_IN: z
    .string()
    .regex(/^\d+[smhd]$/, 'a number and s, m, h or d, such as 15m')
    .default('15m'),
  LINK_SECRET: z.string().optional(),
  SECRETS_KEY: z.string().optional(),
  SECRETS_KEY_FILE: z.string().optional(),
  SECRETS_KEY_PREVIOUS: z.string().optional(),
  SECRETS_KEY_PREVIOUS_FILE: z.string().optional(),
  SECURE_COOKIES: flag.optional(),
  TRUST_PROXY: z.coerce.number().int().min(0).max(10).default(0),
  METRICS_TOKEN: z.string().min(16, 'at least 16 characters').optional(),
  SERVICE_TOKEN: z.string().min(32, 'at least 32 characters').optional(),
  REGISTRATION: z.enum(['open', 'closed']).default('open'),
  MEMBERSHIP: z.enum(['required', 'open']).default('required'),
  SUPPORT_CONTACT: contact.optional(),
  SIGN_UP_CREDITS: z.coerce.number().int().min(0).max(1_000_000).default(20),
  DEMO_DATA: flag.optional(),
  WORKER_THREADS: z.coerce.number().int().min(1).max(64).optional(),
  MATTING_MODEL_PATH: z.string().optional(),
  STORAGE_PROVIDER: z.enum(['local', 'r2', 's3', 'cos', 'minio']).default('local'),
  CDN_URL: z.url().optional(),
  R2_BUCKET_NAME: z.string().optional(),
  R2_ACCESS_KEY_ID: z.string().optional(),
  R2_SECRET_ACCESS_KEY: z.string().optional(),
  R2_ENDPOINT: z.url().optional(),
  S3_BUCKET_NAME: z.string().optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_SESSION_TOKEN: z.string().optional(),
  S3_REGION: z.string().optional(),
  S3_ENDPOINT: z.url().optional(),
  S3_SIGNING_ENDPOINT: z.url().optional(),
  COS_BUCKET_NAME: z.string().optional(),
  COS_SECRET_ID: z.string().optional(),
  COS_SECRET_KEY: z.string().optional(),
  COS_SESSION_TOKEN: z.string().optional(),
  COS_REGION: z.string().optional(),
  DEFAULT_AI_PROVIDER: z.string().optional(),
  AI_PROVIDER_KIE_API_KEY: z.string().optional(),
  AI_PROVIDER_OPENAI_API_KEY: z.string().optional(),
  AI_PROVIDER_STABILITY_API_KEY: z.string().optional(),
  AI_PROVIDER_REPLICATE_API_KEY: z.string().optional(),
  AI_PROVIDER_ELEVENLABS_API_KEY: z.string().optional(),
  AI_PROVIDER_TUZI_API_KEY: z.string().optional(),
  AI_PROVIDER_POLLO_API_KEY: z.string().optional(),
  AI_PROVIDER_RUNNINGHUB_API_KEY: z.string().optional(),
  AI_PROVIDER_KIE_CALLBACK_SECRET: z.string().optional(),
  AI_PROVIDER_REPLICATE_CALLBACK_SECRET: z.string().optional(),
  AI_PROVIDER_POLLO_CALLBACK_SECRET: z.string().optional(),
  OPENAI_API_KEY: z.string().optional(),
  OPENAI_BASE_URL: baseUrl.optional(),
  OPENAI_MODEL: z.string().optional(),
  STABILITY_API_KEY: z.string().optional(),
  STABILITY_BASE_URL: baseUrl.optional(),
  RUNNINGHUB_BASE_URL: baseUrl.optional(),
  RUNNINGHUB_POSE12_WORKFLOW: jsonText.optional(),
  CUSTOM_ENDPOINTS_FILE: z.string().optional(),
  EMULATOR_URL: origin.optional(),
  QSTASH_URL: baseUrl.default('https://qstash.upstash.io'),
  QSTASH_TOKEN: z.string().optional(),
  QSTASH_CURRENT_SIGNING_KEY: z.string().optional(),
  QSTASH_NEXT_SIGNING_KEY: z.string().optional(),
});
type Environment = z.output<typeof environmentSchema>;

/** Keys of the documented settings that belong to parts which are not built yet; setting them changes nothing. */
export const RESERVED_KEYS = [
  'SMTP_HOST',
  'SMTP_PORT',
  'SMTP_USER',
  'SMTP_PASS',
  'STRIPE_PUBLIC_KEY',
  'STRIPE_SECRET_KEY',
  'STRIPE_WEBHOOK_SECRET',
] as const;

/** What `.env.example` must list, no more and no less. */
export const ENV_KEYS: readonly string[] = [...Object.keys(environmentSchema.shape), ...RESERVED_KEYS];

/** Storage as configured; the key that signs local links is added once the secrets are loaded. */
export type StorageChoice =
  | Omit<Extract<StorageSettings, { provider: 'local' }>, 'signingKey'>
  | Exclude<StorageSettings, { provider: 'local' }>;

export interface Config {
  readonly isProduction: boolean;
  readonly host: string;
  readonly port: number;
  /** The address people open, when the operator named one. */
  readonly appUrl: string | undefined;
  readonly logLevel: string;
  readonly dataDirectory: string;
  /** The operator's own OpenAI-compatible endpoints; the file need not be there unless the environment names it. */
  readonly customEndpoints: { readonly file: string; readonly isOptional: boolean };
  readonly database: DatabaseChoice;
  readonly jwtSecret: string | undefined;
  readonly previousJwtSecret: string | undefined;
  readonly accessTokenSeconds: number;
  readonly linkSecret: string | undefined;
  /** What seals secrets in the database, and what did before. */
  readonly sealing: Omit<SealingSources, 'dataDirectory' | 'isProduction'>;
  readonly secureCookies: boolean;
  /** Proxies in front whose X-Forwarded-For is believed. */
  readonly trustedProxies: number;
  readonly metricsToken: string | undefined;
  /** What internal services prove themselves with; without one none is let in. */
  readonly serviceToken: string | undefined;
  readonly registrationOpen: boolean;
  /** Whether recipes for members, and the task API, ask for a running membership. */
  readonly membershipRequired: boolean;
  readonly signUpCredits: number;
  /** Whom people ask for credits, a membership or a new password: a `mailto:` or web address. */
  readonly supportContact: string | undefined;
  readonly demoData: boolean;
  readonly workerThreads: number | undefined;
  readonly mattingModelPath: string | undefined;
  readonly storage: StorageChoice;
  /** Keys and addresses of providers by slug; what operators store in the database comes first. */
  readonly providers: Readonly<Record<string, ProviderEnvironment>>;
  /** Slug; its models are chosen before others where they fit. Checked by `assertPreferences`. */
  readonly preferredProvider: string | undefined;
  /** What a request without a model means at the OpenAI-shaped door. Checked by `assertPreferences`. */
  readonly openAiModel: string | undefined;
  /** A stand-in that answers for every vendor, for development and tests. */
  readonly emulatorUrl: string | undefined;
  /** Starts of vendors that keep callers waiting go through QStash when it is set. */
  readonly qstash: QstashSettings | undefined;
}

/** Tells the operator everything that is wrong at once, by the names of the keys and never by their values. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  constructor(problems: readonly string[]) {
    super(`The settings cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
  }
}

/**
 * The only reader of the environment. Values of a `.env` file at the repository's root count where the environment
 * itself says nothing; empty values count as not set.
 * @throws ConfigError
 */
export function loadConfig(source: NodeJS.ProcessEnv = readEnvironment()): Config {
  const given = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== undefined && value !== ''),
  );
  const result = environmentSchema.safeParse(given);
  if (!result.success) {
    throw new ConfigError(result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  }
  const environment = result.data;
  const problems: string[] = [];
  const dataDirectory = path.resolve(REPOSITORY_ROOT, environment.DATA_DIR);
  const storage = storageOf(environment, dataDirectory, problems);
  const database = databaseOf(environment, dataDirectory, problems);
  const isProduction = environment.NODE_ENV === 'production';
  if (isProduction && environment.EMULATOR_URL) problems.push('EMULATOR_URL: not allowed in production');
  if (isProduction && environment.DEMO_DATA) problems.push('DEMO_DATA: not allowed in production');
  const qstash = qstashOf(environment, problems);
  if (problems.length > 0 || !storage || !database) throw new ConfigError(problems);
  return {
    isProduction,
    host: environment.HOST,
    port: environment.PORT,
    appUrl: environment.APP_URL,
    logLevel: environment.LOG_LEVEL,
    dataDirectory,
    customEndpoints: {
      file: path.resolve(
        REPOSITORY_ROOT,
        environment.CUSTOM_ENDPOINTS_FILE ?? path.join(dataDirectory, 'custom-endpoints.json'),
      ),
      isOptional: environment.CUSTOM_ENDPOINTS_FILE === undefined,
    },
    database,
    jwtSecret: environment.JWT_SECRET,
    previousJwtSecret: environment.JWT_SECRET_PREVIOUS,
    accessTokenSeconds: secondsOf(environment.JWT_EXPIRES_IN),
    linkSecret: environment.LINK_SECRET,
    sealing: {
      key: environment.SECRETS_KEY,
      keyFile: environment.SECRETS_KEY_FILE,
      previousKey: environment.SECRETS_KEY_PREVIOUS,
      previousKeyFile: environment.SECRETS_KEY_PREVIOUS_FILE,
    },
    secureCookies: environment.SECURE_COOKIES ?? environment.APP_URL?.startsWith('https:') ?? false,
    trustedProxies: environment.TRUST_PROXY,
    metricsToken: environment.METRICS_TOKEN,
    serviceToken: environment.SERVICE_TOKEN,
    registrationOpen: environment.REGISTRATION === 'open',
    membershipRequired: environment.MEMBERSHIP === 'required',
    signUpCredits: environment.SIGN_UP_CREDITS,
    supportContact: environment.SUPPORT_CONTACT,
    demoData: environment.DEMO_DATA ?? environment.NODE_ENV === 'development',
    workerThreads: environment.WORKER_THREADS,
    mattingModelPath: environment.MATTING_MODEL_PATH,
    storage,
    providers: providersOf(environment),
    preferredProvider: environment.DEFAULT_AI_PROVIDER,
    openAiModel: environment.OPENAI_MODEL,
    emulatorUrl: environment.EMULATOR_URL,
    qstash,
  };
}

/** `AI_PROVIDER_<SLUG>_API_KEY`, then the older names. */
function providersOf(environment: Environment): Record<string, ProviderEnvironment> {
  return {
    kie: {
      key: environment.AI_PROVIDER_KIE_API_KEY,
      callbackSecret: environment.AI_PROVIDER_KIE_CALLBACK_SECRET,
    },
    openai: {
      key: environment.AI_PROVIDER_OPENAI_API_KEY ?? environment.OPENAI_API_KEY,
      endpoint: environment.OPENAI_BASE_URL,
    },
    stability: {
      key: environment.AI_PROVIDER_STABILITY_API_KEY ?? environment.STABILITY_API_KEY,
      endpoint: environment.STABILITY_BASE_URL,
    },
    replicate: {
      key: environment.AI_PROVIDER_REPLICATE_API_KEY,
      callbackSecret: environment.AI_PROVIDER_REPLICATE_CALLBACK_SECRET,
    },
    elevenlabs: { key: environment.AI_PROVIDER_ELEVENLABS_API_KEY },
    tuzi: { key: environment.AI_PROVIDER_TUZI_API_KEY },
    pollo: {
      key: environment.AI_PROVIDER_POLLO_API_KEY,
      callbackSecret: environment.AI_PROVIDER_POLLO_CALLBACK_SECRET,
    },
    runninghub: {
      key: environment.AI_PROVIDER_RUNNINGHUB_API_KEY,
      endpoint: environment.RUNNINGHUB_BASE_URL,
      settings: { 'runninghub-pose12': environment.RUNNINGHUB_POSE12_WORKFLOW },
    },
  };
}

function qstashOf(environment: Environment, problems: string[]): QstashSettings | undefined {
  const { QSTASH_URL, QSTASH_TOKEN, QSTASH_CURRENT_SIGNING_KEY, QSTASH_NEXT_SIGNING_KEY, APP_URL } =
    environment;
  if (QSTASH_TOKEN === undefined) return undefined;
  if (APP_URL === undefined) problems.push('APP_URL: needed with QSTASH_TOKEN, or no answer could come back');
  for (const key of ['QSTASH_CURRENT_SIGNING_KEY', 'QSTASH_NEXT_SIGNING_KEY'] as const) {
    if (environment[key] === undefined) problems.push(`${key}: needed with QSTASH_TOKEN`);
  }
  return {
    url: QSTASH_URL,
    token: QSTASH_TOKEN,
    currentSigningKey: QSTASH_CURRENT_SIGNING_KEY ?? '',
    nextSigningKey: QSTASH_NEXT_SIGNING_KEY ?? '',
    callbackUrl: `${APP_URL}/api/generate/callback`,
  };
}

function readEnvironment(): NodeJS.ProcessEnv {
  try {
    // Fills in what the environment does not already have.
    process.loadEnvFile(path.join(REPOSITORY_ROOT, '.env'));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  return process.env;
}

const UNIT_SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

function secondsOf(duration: string): number {
  const unit = duration.slice(-1) as keyof typeof UNIT_SECONDS;
  return Number(duration.slice(0, -1)) * UNIT_SECONDS[unit];
}

function databaseOf(
  { DATABASE_URL, DATABASE_POOL_SIZE }: Environment,
  dataDirectory: string,
  problems: string[],
): DatabaseChoice | undefined {
  if (DATABASE_URL === undefined) {
    return { dialect: 'sqlite', path: path.join(dataDirectory, 'atelier.sqlite') };
  }
  if (/^postgres(ql)?:\/\//i.test(DATABASE_URL)) {
    return { dialect: 'postgres', url: DATABASE_URL, poolSize: DATABASE_POOL_SIZE };
  }
  if (DATABASE_URL.startsWith('file://')) return { dialect: 'sqlite', path: fileURLToPath(DATABASE_URL) };
  if (/^[a-z]+:\/\//i.test(DATABASE_URL)) {
    problems.push('DATABASE_URL: must be a path to an SQLite file or begin with postgres://');
    return undefined;
  }
  return { dialect: 'sqlite', path: path.resolve(REPOSITORY_ROOT, DATABASE_URL) };
}

function storageOf(
  environment: Environment,
  dataDirectory: string,
  problems: string[],
): StorageChoice | undefined {
  const required = <K extends keyof Environment>(key: K): string => {
    const value = environment[key];
    if (typeof value === 'string') return value;
    problems.push(`${key}: needed for STORAGE_PROVIDER=${environment.STORAGE_PROVIDER}`);
    return '';
  };
  const common = environment.CDN_URL === undefined ? {} : { publicBaseUrl: environment.CDN_URL };
  switch (environment.STORAGE_PROVIDER) {
    case 'local':
      return {
        provider: 'local',
        root: path.join(dataDirectory, 'files'),
        ...(environment.APP_URL === undefined ? {} : { publicBaseUrl: environment.APP_URL }),
      };
    case 'r2':
      return {
        provider: 'r2',
        bucket: required('R2_BUCKET_NAME'),
        accessKeyId: required('R2_ACCESS_KEY_ID'),
        secretAccessKey: required('R2_SECRET_ACCESS_KEY'),
        endpoint: required('R2_ENDPOINT'),
        ...common,
      };
    case 'cos':
      return {
        provider: 'cos',
        bucket: required('COS_BUCKET_NAME'),
        accessKeyId: required('COS_SECRET_ID'),
        secretAccessKey: required('COS_SECRET_KEY'),
        ...sessionOf(environment.COS_SESSION_TOKEN),
        region: required('COS_REGION'),
        ...common,
      };
    default:
      return {
        provider: environment.STORAGE_PROVIDER,
        bucket: required('S3_BUCKET_NAME'),
        accessKeyId: required('S3_ACCESS_KEY_ID'),
        secretAccessKey: required('S3_SECRET_ACCESS_KEY'),
        ...sessionOf(environment.S3_SESSION_TOKEN),
        ...(environment.S3_REGION === undefined ? {} : { region: environment.S3_REGION }),
        ...(environment.STORAGE_PROVIDER === 'minio' ? { endpoint: required('S3_ENDPOINT') } : {}),
        ...(environment.STORAGE_PROVIDER === 's3' && environment.S3_ENDPOINT !== undefined
          ? { endpoint: environment.S3_ENDPOINT }
          : {}),
        ...(environment.S3_SIGNING_ENDPOINT === undefined
          ? {}
          : { signingEndpoint: environment.S3_SIGNING_ENDPOINT }),
        ...common,
      };
  }
}

/** Belongs to keys for a time (STS); without one the keys are lasting. */
const sessionOf = (sessionToken: string | undefined) => (sessionToken === undefined ? {} : { sessionToken });
