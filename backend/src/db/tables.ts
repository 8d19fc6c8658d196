import type { TaskPhase } from '@atelier/shared/contracts/admin-task';
import type { EntryType } from '@atelier/shared/contracts/credit';
import type { DisableReason, EventType } from '@atelier/shared/contracts/event';
import type { TaskState } from '@atelier/shared/task-states';
import type { AttemptFailure, DeliveryState, DeliveryType } from '@atelier/shared/webhook-events';
import type { Generated, Selectable } from 'kysely';
import type { BatchesTable, BatchItemsTable } from './batch-tables.ts';
import type { MembershipRenewalsTable, MembershipsTable } from './membership-tables.ts';
import type { AiModelsTable, AiPlatformsTable, AiProvidersTable } from './provider-tables.ts';
import type { RetentionRulesTable } from './retention-tables.ts';
import type { PasswordResetsTable, UserChangesTable, UsersTable } from './user-tables.ts';
import type { WatchReportsTable } from './watch-tables.ts';

/**
 * The schema as Kysely sees it; `migrations/` is the truth. Moments are ISO 8601 UTC text, truth values are 0 and 1,
 * JSON is text: the same in SQLite and PostgreSQL. Table and column names of the first version are kept.
 */
export interface Tables {
  users: UsersTable;
  memberships: MembershipsTable;
  membership_renewals: MembershipRenewalsTable;
  sessions: SessionsTable;
  sign_in_attempts: SignInAttemptsTable;
  user_credits: UserCreditsTable;
  credit_transactions: CreditTransactionsTable;
  ai_tasks: AiTasksTable;
  batches: BatchesTable;
  batch_items: BatchItemsTable;
  assets: AssetsTable;
  pending_objects: PendingObjectsTable;
  events: EventsTable;
  idempotency_keys: IdempotencyKeysTable;
  jobs: JobsTable;
  lanes: LanesTable;
  vendor_losses: VendorLossesTable;
  ai_platforms: AiPlatformsTable;
  ai_providers: AiProvidersTable;
  ai_models: AiModelsTable;
  webhook_endpoints: WebhookEndpointsTable;
  webhook_deliveries: WebhookDeliveriesTable;
  webhook_attempts: WebhookAttemptsTable;
  api_keys: ApiKeysTable;
  api_key_usage: ApiKeyUsageTable;
  relayed_starts: RelayedStartsTable;
  retention_rules: RetentionRulesTable;
  password_resets: PasswordResetsTable;
  user_changes: UserChangesTable;
  watch_reports: WatchReportsTable;
}

/** Refresh tokens. A family is one sign-in; using a token replaces it, using a replaced one revokes the family. */
export interface SessionsTable {
  id: string;
  user_id: string;
  family_id: string;
  token_hash: string;
  created_at: string;
  expires_at: string;
  replaced_at: string | null;
  revoked_at: string | null;
}

/** Failed sign-ins per subject: `account:<email>` or `address:<ip>`. */
export interface SignInAttemptsTable {
  subject: string;
  failures: number;
  window_started_at: string;
}

export interface UserCreditsTable {
  user_id: string;
  /** Spendable now; the database refuses a negative value. */
  credits: number;
  held: number;
  total_earned: number;
  total_spent: number;
  updated_at: string;
}

export interface CreditTransactionsTable {
  id: Generated<number>;
  user_id: string;
  task_id: string | null;
  attempt: number | null;
  transaction_type: EntryType;
  amount: number;
  balance_before: number;
  balance_after: number;
  held_before: number;
  held_after: number;
  /** Unique. `<task>:<attempt>:hold` and `<task>:<attempt>:end` make one hold and one end per attempt a law. */
  entry_key: string;
  description: string | null;
  metadata: string | null;
  created_at: string;
  /** The key an attempt was ordered with; its holds count towards that key's limit. */
  api_key_id: string | null;
}

export interface AiTasksTable {
  id: string;
  task_no: string;
  user_id: string;
  task_type: string;
  status: TaskState;
  /** The inner state behind `processing`; see tasks/task-machine.ts. */
  phase: TaskPhase;
  ai_provider: string;
  ai_model: string;
  /** The vendor's own id of the work, for people who ask the vendor. */
  ai_task_id: string | null;
  /** JSON array of asset ids, in the user's order. */
  input_files: string;
  input_parameters: string;
  prompt: string | null;
  /** JSON array of storage keys, written once with completion; links are made on read. */
  result_urls: string | null;
  result_metadata: string | null;
  error_code: string | null;
  error_values: string | null;
  error_message: string | null;
  /** For operators only. */
  error_detail: string | null;
  retry_count: Generated<number>;
  attempt: Generated<number>;
  price_credits: number;
  /** What the latest attempt finally cost: null while it is live, 0 when everything was returned. */
  charged_credits: number | null;
  progress: Generated<number>;
  step: string | null;
  /** JSON the adapter gave when the vendor accepted the work. */
  provider_handle: string | null;
  /** Starts of the current attempt that a crash cut short, and checks made so far. */
  start_count: Generated<number>;
  check_count: Generated<number>;
  lease_token: string | null;
  lease_until: string | null;
  /** When the next step is due; null once ended. */
  due_at: string | null;
  deadline_at: string | null;
  /** Events written so far; the next one gets this plus one. */
  event_count: Generated<number>;
  /** Place in the lane: users take turns, so the k-th waiting task of everybody comes before anybody's k+1-th. */
  turn: Generated<number>;
  estimated_completion_at: string | null;
  queued_at: string;
  started_at: string | null;
  completed_at: string | null;
  deleted_at: string | null;
  created_at: string;
  updated_at: string;
  /** The key that made it; null when its owner did, signed in. */
  api_key_id: string | null;
  /** The batch it belongs to; null for a task of its own. */
  batch_id: string | null;
  /** The check that a vendor's callback last brought forward was or is due then; null while none did. */
  called_back_at: string | null;
  /** Since when the vendor has answered nothing but "later", or its result could not be brought home. */
  failing_since: Generated<string | null>;
  /** When only what its receipt needs was left of it. */
  erased_at: string | null;
}

export interface AssetsTable {
  id: string;
  user_id: string;
  /** The task that made it; null for inputs. */
  task_id: string | null;
  kind: 'input' | 'result';
  role: string | null;
  name: string;
  position: number;
  input_position: number;
  object_key: string;
  thumbnail_key: string | null;
  content_type: string;
  size_bytes: number;
  sha256: string;
  width: number | null;
  height: number | null;
  has_alpha: number;
  created_at: string;
  /** Since when an upload waits for the first order that uses it; null for everything else. */
  loose_since: string | null;
  deleted_at: string | null;
}

/** Objects being written or to be deleted: whatever stays here an hour is removed from the store. */
export interface PendingObjectsTable {
  object_key: string;
  created_at: string;
}

/** Append-only log of what users may see happening; the live stream replays it. */
export interface EventsTable {
  id: Generated<number>;
  user_id: string;
  task_id: string | null;
  task_sequence: number | null;
  type: EventType;
  data: string;
  created_at: string;
}

export interface IdempotencyKeysTable {
  user_id: string;
  key: string;
  request_hash: string;
  task_id: string | null;
  created_at: string;
  batch_id: string | null;
  /** JSON of what was answered, where that is more than one task. */
  answer: string | null;
}

/** Wake-ups of the embedded engine. At most one per task; losing one only makes the task late. */
export interface JobsTable {
  task_id: string;
  lane: string;
  run_at: string;
}

/** One line of waiting tasks; its name is the provider's slug. */
export interface LanesTable {
  lane: string;
  /** The highest turn served so far: the line's own time, at which newcomers join. */
  serving_turn: Generated<number>;
  /** When a worker last took a task from it. */
  served_at: string | null;
  paused_at: string | null;
  /** The operator's user id. */
  paused_by: string | null;
  pause_reason: string | null;
}

/** Work a vendor may have charged for although its outcome never reached us; the user got the credits back. */
export interface VendorLossesTable {
  id: Generated<number>;
  task_id: string;
  attempt: number;
  user_id: string;
  provider: string;
  model: string;
  /** The price of the task, as the best guess of what was lost. */
  estimated_credits: number;
  detail: string;
  created_at: string;
  resolved_at: string | null;
  /** The operator's user id. */
  resolved_by: string | null;
  resolution: string | null;
}

/** Addresses of customers that are told of events. Deleted ones stay for an hour, for transactions under way. */
export interface WebhookEndpointsTable {
  id: string;
  user_id: string;
  url: string;
  description: string;
  /** JSON array of event types. */
  events: string;
  is_active: number;
  /** Why and since when the server switched it off by itself. */
  disabled_reason: DisableReason | null;
  disabled_at: string | null;
  secret_sealed: string;
  /** The last four characters of the secret. */
  secret_hint: string;
  previous_secret_sealed: string | null;
  previous_secret_ends_at: string | null;
  failing_since: string | null;
  last_delivered_at: string | null;
  created_at: string;
  updated_at: string;
  deleted_at: string | null;
}

/** One message to one endpoint: written with the event, sent afterwards. */
export interface WebhookDeliveriesTable {
  /** Sent as `webhook-id`. */
  id: string;
  user_id: string;
  endpoint_id: string;
  task_id: string | null;
  type: DeliveryType;
  /** The exact text that is signed and sent. */
  payload: string;
  state: DeliveryState;
  /** When the next attempt is due; while one is under way, when its lease ends. Null once ended. */
  due_at: string | null;
  /** Set while an attempt is under way. */
  lease_token: string | null;
  attempt_count: Generated<number>;
  /** Attempts since the delivery was made or asked for again; decides the next wait. */
  tries: Generated<number>;
  last_status_code: number | null;
  last_failure: AttemptFailure | null;
  created_at: string;
  ended_at: string | null;
}

export interface WebhookAttemptsTable {
  id: Generated<number>;
  user_id: string;
  delivery_id: string;
  number: number;
  started_at: string;
  ended_at: string | null;
  duration_ms: number | null;
  status_code: number | null;
  failure: AttemptFailure | null;
  excerpt: string | null;
}

export interface ApiKeysTable {
  id: string;
  user_id: string;
  name: string;
  /** The first characters of the secret, for people. */
  prefix: string;
  last_four: string;
  /** SHA-256 of the secret, hex; see accounts/api-key-secret.ts. */
  secret_hash: string;
  /** In the order of API_KEY_SCOPES, joined by commas. */
  scopes: 'read' | 'create' | 'read,create';
  requests_per_minute: number | null;
  /** Per calendar month in UTC. */
  credits_per_month: number | null;
  /** Of the request that made it, with the hash of its meaning. */
  idempotency_key: string | null;
  request_hash: string | null;
  created_at: string;
  expires_at: string | null;
  /** Revoked keys stay for the record. */
  revoked_at: string | null;
  last_used_at: string | null;
  last_used_address: string | null;
}

/** What attempts ordered with a key hold and have cost, by the day (UTC) of their hold. Sums of the ledger's entries. */
export interface ApiKeyUsageTable {
  api_key_id: string;
  /** `2026-11-30` */
  day: string;
  user_id: string;
  /** Attempts begun. */
  tasks: number;
  held: number;
  spent: number;
}

/** A start that goes to its vendor by way of a relay, and the answer that it brought. */
export interface RelayedStartsTable {
  task_id: string;
  attempt: number;
  /** 1 for the first of an attempt, one more when the vendor asked to come later. */
  number: number;
  user_id: string;
  /** The relay's; null until it has answered. */
  message_id: string | null;
  created_at: string;
  answered_at: string | null;
  /** 0 when the vendor gave none. */
  answer_status: number | null;
  /** JSON. */
  answer_headers: string | null;
  /** Base64. */
  answer_body: string | null;
  /** When it was settled that nothing came of it, so that the next start is another one. */
  closed_at: string | null;
}

export type RelayedStartRow = Selectable<RelayedStartsTable>;
export type TaskRow = Selectable<AiTasksTable>;
export type AssetRow = Selectable<AssetsTable>;
/** Complete, with its id, but not in the database yet. */
export type NewAssetRow = AssetRow;
export type EntryRow = Selectable<CreditTransactionsTable>;
export type EventRow = Selectable<EventsTable>;
export type UserRow = Selectable<UsersTable>;
export type WebhookEndpointRow = Selectable<WebhookEndpointsTable>;
export type WebhookDeliveryRow = Selectable<WebhookDeliveriesTable>;
export type WebhookAttemptRow = Selectable<WebhookAttemptsTable>;
export type ApiKeyRow = Selectable<ApiKeysTable>;
