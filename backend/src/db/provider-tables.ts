import type { FailureKind } from '@atelier/shared/failure-kinds';
import type { Generated, Selectable } from 'kysely';

/** Who runs one or several providers. */
export interface AiPlatformsTable {
  id: string;
  name: string;
  slug: string;
  description: string | null;
  website: string | null;
  created_at: string;
  updated_at: string;
}

/** A vendor's API as this installation has set it up. */
export interface AiProvidersTable {
  id: string;
  platform_id: string;
  name: string;
  slug: string;
  adapter: string;
  /** Null for the vendor's usual address. */
  api_endpoint: string | null;
  allows_private_address: Generated<number>;
  api_key_sealed: string | null;
  /** The last four characters of the key. */
  api_key_hint: string | null;
  callback_secret_sealed: string | null;
  callback_secret_hint: string | null;
  /** 0: results stay with the vendor and only their links are kept. */
  upload_to_s3: Generated<number>;
  s3_path_prefix: string | null;
  is_active: Generated<number>;
  sort_order: Generated<number>;
  tested_at: string | null;
  /** JSON, the outcome of the last key test. */
  test_result: string | null;
  /** Failures in a row, and the circuit they opened; see provider-records/circuit.ts. */
  failure_count: Generated<number>;
  circuit_opened_at: string | null;
  circuit_retry_at: string | null;
  circuit_reason: FailureKind | null;
  created_at: string;
  updated_at: string;
}

/** What this installation decided about a model. */
export interface AiModelsTable {
  id: string;
  provider_id: string;
  slug: string;
  /** Null: as the life of the model says. */
  is_active: number | null;
  price_percent: Generated<number>;
  sort_order: Generated<number>;
  usage_count: Generated<number>;
  /** JSON, for models of custom endpoints, which have no file. */
  definition: string | null;
  created_at: string;
  updated_at: string;
}

export type ProviderRow = Selectable<AiProvidersTable>;
export type ModelRow = Selectable<AiModelsTable>;
