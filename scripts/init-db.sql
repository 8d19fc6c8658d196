-- The schema of the embedded database (SQLite), dumped from backend/migrations by "pnpm db:dump".
-- For reading and for tools that want plain SQL; the migrations are the truth. Times are ISO 8601 UTC text.
-- Development data (accounts, credits, a membership) is added by "pnpm db:seed", because passwords are hashed.

CREATE TABLE "users" (
  "id" text not null primary key,
  "email" text not null unique,
  "username" text unique,
  "password_hash" text,
  "avatar_url" text,
  "is_active" integer default 1 not null,
  "role" text default 'user' not null,
  "created_at" text not null,
  "updated_at" text not null,
  "sessions_ended_at" text,
  constraint "users_role_known" check (role in ('user', 'operator'))
);

CREATE TABLE "memberships" (
  "id" text not null primary key,
  "user_id" text not null references "users" ("id") on delete cascade,
  "plan" text not null,
  "starts_at" text not null,
  "ends_at" text not null,
  "created_at" text not null,
  "credits_per_period" integer default 0 not null,
  "period_months" integer default 1 not null,
  "periods_granted" integer default 0 not null,
  "renewals" integer default 0 not null,
  "next_grant_at" text,
  "granted_by" text,
  "idempotency_key" text,
  "request_hash" text
);

CREATE TABLE "sessions" (
  "id" text not null primary key,
  "user_id" text not null references "users" ("id") on delete cascade,
  "family_id" text not null,
  "token_hash" text not null unique,
  "created_at" text not null,
  "expires_at" text not null,
  "replaced_at" text,
  "revoked_at" text
);

CREATE TABLE "sign_in_attempts" (
  "subject" text not null primary key,
  "failures" integer not null,
  "window_started_at" text not null
);

CREATE TABLE "ai_tasks" (
  "id" text not null primary key,
  "task_no" text not null unique,
  "user_id" text not null references "users" ("id") on delete restrict,
  "task_type" text not null,
  "status" text default 'pending' not null,
  "phase" text default 'queued' not null,
  "ai_provider" text not null,
  "ai_model" text not null,
  "ai_task_id" text,
  "input_files" text not null,
  "input_parameters" text not null,
  "prompt" text,
  "result_urls" text,
  "result_metadata" text,
  "error_code" text,
  "error_values" text,
  "error_message" text,
  "error_detail" text,
  "retry_count" integer default 0 not null,
  "attempt" integer default 1 not null,
  "price_credits" integer not null,
  "progress" integer default 0 not null,
  "step" text,
  "provider_handle" text,
  "start_count" integer default 0 not null,
  "check_count" integer default 0 not null,
  "lease_token" text,
  "lease_until" text,
  "due_at" text,
  "deadline_at" text,
  "event_count" integer default 0 not null,
  "estimated_completion_at" text,
  "queued_at" text not null,
  "started_at" text,
  "completed_at" text,
  "deleted_at" text,
  "created_at" text not null,
  "updated_at" text not null,
  "turn" integer default 0 not null,
  "batch_id" text references "batches" ("id") on delete restrict,
  "charged_credits" integer,
  "api_key_id" text references "api_keys" ("id") on delete restrict,
  "called_back_at" text,
  "erased_at" text,
  "failing_since" text,
  constraint "ai_tasks_status_known" check (status in ('pending', 'processing', 'completed', 'failed', 'canceled')),
  constraint "ai_tasks_phase_known" check (phase in ('queued', 'submitting', 'running', 'collecting', 'ended')),
  constraint "ai_tasks_price_positive" check (price_credits > 0),
  constraint "ai_tasks_progress_percent" check (progress between 0 and 100),
  constraint "ai_tasks_due_while_live" check ((phase = 'ended') = (due_at is null)),
  constraint "ai_tasks_no_lease_after_end" check (phase <> 'ended' or lease_token is null)
);

CREATE TABLE "user_credits" (
  "user_id" text not null primary key references "users" ("id") on delete restrict,
  "credits" integer default 0 not null,
  "held" integer default 0 not null,
  "total_earned" integer default 0 not null,
  "total_spent" integer default 0 not null,
  "updated_at" text not null,
  constraint "user_credits_never_negative" check (credits >= 0 and held >= 0)
);

CREATE TABLE "credit_transactions" (
  "id" integer primary key autoincrement,
  "user_id" text not null references "users" ("id") on delete restrict,
  "task_id" text references "ai_tasks" ("id") on delete restrict,
  "attempt" integer,
  "transaction_type" text not null,
  "amount" integer not null,
  "balance_before" integer not null,
  "balance_after" integer not null,
  "held_before" integer not null,
  "held_after" integer not null,
  "entry_key" text not null unique,
  "description" text,
  "metadata" text,
  "created_at" text not null,
  "api_key_id" text references "api_keys" ("id") on delete restrict,
  constraint "credit_transactions_arithmetic" check ( (transaction_type in ('grant', 'purchase') and amount > 0 and balance_after = balance_before + amount and held_after = held_before) or (transaction_type = 'hold' and amount > 0 and balance_after = balance_before - amount and held_after = held_before + amount) or (transaction_type = 'settle' and amount > 0 and balance_after = balance_before and held_after = held_before - amount) or (transaction_type = 'release' and amount > 0 and balance_after = balance_before + amount and held_after = held_before - amount) or (transaction_type = 'adjust' and amount <> 0 and balance_after = balance_before + amount and held_after = held_before)),
  constraint "credit_transactions_never_negative" check (balance_after >= 0 and held_after >= 0),
  constraint "credit_transactions_task_entries" check (transaction_type not in ('hold', 'settle', 'release') or (task_id is not null and attempt is not null))
);

CREATE TABLE "assets" (
  "id" text not null primary key,
  "user_id" text not null references "users" ("id") on delete restrict,
  "task_id" text references "ai_tasks" ("id") on delete restrict,
  "kind" text not null,
  "role" text,
  "name" text not null,
  "position" integer not null,
  "input_position" integer not null,
  "object_key" text not null unique,
  "thumbnail_key" text unique,
  "content_type" text not null,
  "size_bytes" integer not null,
  "sha256" text not null,
  "width" integer,
  "height" integer,
  "has_alpha" integer default 0 not null,
  "created_at" text not null,
  "deleted_at" text,
  "loose_since" text,
  constraint "assets_kind_known" check (kind in ('input', 'result')),
  constraint "assets_size_positive" check (size_bytes > 0)
);

CREATE TABLE "pending_objects" (
  "object_key" text not null primary key,
  "created_at" text not null
);

CREATE TABLE "events" (
  "id" integer primary key autoincrement,
  "user_id" text not null references "users" ("id") on delete cascade,
  "task_id" text references "ai_tasks" ("id") on delete cascade,
  "task_sequence" integer,
  "type" text not null,
  "data" text not null,
  "created_at" text not null,
  constraint "events_no_gap_no_repeat" unique ("task_id", "task_sequence")
);

CREATE TABLE "lanes" (
  "lane" text not null primary key,
  "serving_turn" integer default 0 not null,
  "served_at" text,
  "paused_at" text,
  "paused_by" text,
  "pause_reason" text
);

CREATE TABLE "jobs" (
  "task_id" text not null primary key references "ai_tasks" ("id") on delete cascade,
  "lane" text not null,
  "run_at" text not null
);

CREATE TABLE "batches" (
  "id" text not null primary key,
  "batch_no" text not null unique,
  "user_id" text not null references "users" ("id") on delete restrict,
  "task_type" text not null,
  "ai_model" text not null,
  "input_parameters" text not null,
  "price_credits" integer not null,
  "max_credits" integer not null,
  "file_count" integer not null,
  "closed_at" text,
  "deleted_at" text,
  "created_at" text not null,
  "updated_at" text not null,
  constraint "batches_credits_positive" check (price_credits > 0 and max_credits > 0),
  constraint "batches_file_count_positive" check (file_count > 0)
);

CREATE TABLE "batch_items" (
  "batch_id" text not null references "batches" ("id") on delete cascade,
  "position" integer not null,
  "user_id" text not null references "users" ("id") on delete restrict,
  "name" text not null,
  "announced_bytes" bigint,
  "fingerprint" text,
  "task_id" text unique references "ai_tasks" ("id") on delete restrict,
  "error_code" text,
  "error_values" text,
  "updated_at" text not null,
  constraint "batch_items_pk" primary key ("batch_id", "position"),
  constraint "batch_items_task_or_error" check (task_id is null or error_code is null)
);

CREATE TABLE "idempotency_keys" (
  "user_id" text not null references "users" ("id") on delete cascade,
  "key" text not null,
  "request_hash" text not null,
  "task_id" text references "ai_tasks" ("id"),
  "created_at" text not null,
  "batch_id" text references "batches" ("id"),
  "answer" text,
  constraint "idempotency_keys_pk" primary key ("user_id", "key")
);

CREATE TABLE "vendor_losses" (
  "id" integer primary key autoincrement,
  "task_id" text not null references "ai_tasks" ("id") on delete restrict,
  "attempt" integer not null,
  "user_id" text not null,
  "provider" text not null,
  "model" text not null,
  "estimated_credits" integer not null,
  "detail" text not null,
  "created_at" text not null,
  "resolved_at" text,
  "resolved_by" text,
  "resolution" text,
  constraint "vendor_losses_once_per_attempt" unique ("task_id", "attempt")
);

CREATE TABLE "ai_platforms" (
  "id" text not null primary key,
  "name" text not null,
  "slug" text not null unique,
  "description" text,
  "website" text,
  "created_at" text not null,
  "updated_at" text not null
);

CREATE TABLE "ai_providers" (
  "id" text not null primary key,
  "platform_id" text not null references "ai_platforms" ("id") on delete restrict,
  "name" text not null,
  "slug" text not null unique,
  "adapter" text not null,
  "api_endpoint" text,
  "allows_private_address" integer default 0 not null,
  "api_key_sealed" text,
  "api_key_hint" text,
  "callback_secret_sealed" text,
  "callback_secret_hint" text,
  "upload_to_s3" integer default 1 not null,
  "s3_path_prefix" text,
  "is_active" integer default 1 not null,
  "sort_order" integer default 0 not null,
  "tested_at" text,
  "test_result" text,
  "failure_count" integer default 0 not null,
  "circuit_opened_at" text,
  "circuit_retry_at" text,
  "circuit_reason" text,
  "created_at" text not null,
  "updated_at" text not null
);

CREATE TABLE "ai_models" (
  "id" text not null primary key,
  "provider_id" text not null references "ai_providers" ("id") on delete cascade,
  "slug" text not null unique,
  "is_active" integer,
  "price_percent" integer default 100 not null,
  "sort_order" integer default 0 not null,
  "usage_count" integer default 0 not null,
  "definition" text,
  "created_at" text not null,
  "updated_at" text not null,
  constraint "ai_models_price_positive" check (price_percent between 1 and 10000)
);

CREATE TABLE "api_keys" (
  "id" text not null primary key,
  "user_id" text not null references "users" ("id") on delete restrict,
  "name" text not null,
  "prefix" text not null,
  "last_four" text not null,
  "secret_hash" text not null unique,
  "scopes" text not null,
  "requests_per_minute" integer,
  "credits_per_month" integer,
  "idempotency_key" text,
  "request_hash" text,
  "created_at" text not null,
  "expires_at" text,
  "revoked_at" text,
  "last_used_at" text,
  "last_used_address" text,
  constraint "api_keys_made_once" unique ("user_id", "idempotency_key"),
  constraint "api_keys_scopes_known" check (scopes in ('read', 'create', 'read,create')),
  constraint "api_keys_limits_positive" check (requests_per_minute > 0 and credits_per_month > 0)
);

CREATE TABLE "api_key_usage" (
  "api_key_id" text not null references "api_keys" ("id") on delete restrict,
  "day" text not null,
  "user_id" text not null,
  "tasks" integer not null,
  "held" integer not null,
  "spent" integer not null,
  constraint "api_key_usage_pk" primary key ("api_key_id", "day"),
  constraint "api_key_usage_never_negative" check (tasks >= 0 and held >= 0 and spent >= 0)
);

CREATE TABLE "webhook_endpoints" (
  "id" text not null primary key,
  "user_id" text not null references "users" ("id") on delete cascade,
  "url" text not null,
  "description" text not null,
  "events" text not null,
  "is_active" integer not null,
  "disabled_reason" text,
  "disabled_at" text,
  "secret_sealed" text not null,
  "secret_hint" text not null,
  "previous_secret_sealed" text,
  "previous_secret_ends_at" text,
  "failing_since" text,
  "last_delivered_at" text,
  "created_at" text not null,
  "updated_at" text not null,
  "deleted_at" text
);

CREATE TABLE "webhook_deliveries" (
  "id" text not null primary key,
  "user_id" text not null references "users" ("id") on delete cascade,
  "endpoint_id" text not null references "webhook_endpoints" ("id") on delete cascade,
  "task_id" text,
  "type" text not null,
  "payload" text not null,
  "state" text not null,
  "due_at" text,
  "lease_token" text,
  "attempt_count" integer default 0 not null,
  "tries" integer default 0 not null,
  "last_status_code" integer,
  "last_failure" text,
  "created_at" text not null,
  "ended_at" text,
  constraint "webhook_deliveries_due_while_pending" check ((state = 'pending' and due_at is not null and ended_at is null) or (state in ('delivered', 'failed', 'canceled') and due_at is null and ended_at is not null))
);

CREATE TABLE "webhook_attempts" (
  "id" integer primary key autoincrement,
  "user_id" text not null references "users" ("id") on delete cascade,
  "delivery_id" text not null references "webhook_deliveries" ("id") on delete cascade,
  "number" integer not null,
  "started_at" text not null,
  "ended_at" text,
  "duration_ms" integer,
  "status_code" integer,
  "failure" text,
  "excerpt" text,
  constraint "webhook_attempts_number" unique ("delivery_id", "number")
);

CREATE TABLE "relayed_starts" (
  "task_id" text not null references "ai_tasks" ("id") on delete cascade,
  "attempt" integer not null,
  "number" integer not null,
  "user_id" text not null references "users" ("id") on delete cascade,
  "message_id" text unique,
  "created_at" text not null,
  "answered_at" text,
  "answer_status" integer,
  "answer_headers" text,
  "answer_body" text,
  "closed_at" text,
  constraint "relayed_starts_pk" primary key ("task_id", "attempt", "number")
);

CREATE TABLE "membership_renewals" (
  "id" text not null primary key,
  "membership_id" text not null references "memberships" ("id") on delete cascade,
  "user_id" text not null references "users" ("id") on delete cascade,
  "months" integer not null,
  "ended_before" text not null,
  "ends_at" text not null,
  "renewed_by" text not null,
  "idempotency_key" text not null,
  "request_hash" text not null,
  "created_at" text not null,
  constraint "membership_renewals_made_once" unique ("renewed_by", "idempotency_key"),
  constraint "membership_renewals_forward" check (months > 0 and ends_at > ended_before)
);

CREATE TABLE "retention_rules" (
  "id" text not null primary key,
  "task_type" text,
  "user_id" text references "users" ("id") on delete cascade,
  "specificity" integer not null,
  "keep_days" integer,
  "set_by" text not null,
  "created_at" text not null,
  "updated_at" text not null,
  constraint "retention_rules_days_positive" check (keep_days is null or keep_days > 0)
);

CREATE TABLE "password_resets" (
  "id" text not null primary key,
  "user_id" text not null references "users" ("id") on delete cascade,
  "token_hash" text not null unique,
  "created_by" text,
  "created_at" text not null,
  "expires_at" text not null,
  "used_at" text
);

CREATE TABLE "user_changes" (
  "id" text not null primary key,
  "user_id" text not null references "users" ("id") on delete restrict,
  "changed_by" text,
  "field" text not null,
  "old_value" text,
  "new_value" text,
  "created_at" text not null
);

CREATE TABLE "watch_reports" (
  "name" text not null primary key,
  "found" integer not null,
  "checked_at" text not null
);

CREATE INDEX "idx_memberships_user_id" on "memberships" ("user_id", "ends_at");

CREATE INDEX "idx_sessions_family_id" on "sessions" ("family_id");

CREATE INDEX "idx_sessions_user_id" on "sessions" ("user_id");

CREATE INDEX "idx_ai_tasks_live" on "ai_tasks" ("due_at") where "phase" <> 'ended';

CREATE INDEX "idx_credit_transactions_user_id" on "credit_transactions" ("user_id", "id");

CREATE INDEX "idx_credit_transactions_task_id" on "credit_transactions" ("task_id");

CREATE INDEX "idx_assets_task_id" on "assets" ("task_id", "position");

CREATE INDEX "idx_events_user_id" on "events" ("user_id", "id");

CREATE INDEX "idx_ai_tasks_line" on "ai_tasks" ("ai_provider", "turn", "queued_at") where "phase" = 'queued';

CREATE INDEX "idx_ai_tasks_line_of_user" on "ai_tasks" ("user_id", "ai_provider", "turn") where "phase" = 'queued';

CREATE INDEX "idx_ai_tasks_slots" on "ai_tasks" ("ai_provider") where "phase" in ('submitting', 'running', 'collecting');

CREATE INDEX "idx_ai_tasks_durations" on "ai_tasks" ("ai_model", "completed_at") where "status" = 'completed';

CREATE INDEX "idx_jobs_lane" on "jobs" ("lane", "run_at");

CREATE INDEX "idx_batches_user_id" on "batches" ("user_id", "created_at", "id");

CREATE INDEX "idx_ai_tasks_batch_id" on "ai_tasks" ("batch_id") where "batch_id" is not null;

CREATE INDEX "idx_vendor_losses_open" on "vendor_losses" ("id") where "resolved_at" is null;

CREATE INDEX "idx_ai_tasks_outcomes" on "ai_tasks" ("ai_provider", "completed_at") where "phase" = 'ended';

CREATE UNIQUE INDEX "idx_webhook_endpoints_url" on "webhook_endpoints" ("user_id", "url") where "deleted_at" is null;

CREATE INDEX "idx_webhook_endpoints_active" on "webhook_endpoints" ("user_id") where "is_active" = 1;

CREATE INDEX "idx_webhook_deliveries_endpoint" on "webhook_deliveries" ("endpoint_id", "id");

CREATE INDEX "idx_webhook_deliveries_due" on "webhook_deliveries" ("due_at", "endpoint_id") where "due_at" is not null;

CREATE INDEX "idx_webhook_deliveries_user_id" on "webhook_deliveries" ("user_id");

CREATE INDEX "idx_webhook_attempts_user_id" on "webhook_attempts" ("user_id");

CREATE INDEX "idx_ai_tasks_list" on "ai_tasks" ("user_id", "created_at", "id") where "deleted_at" is null;

CREATE INDEX "idx_ai_tasks_list_status" on "ai_tasks" ("user_id", "status", "created_at", "id") where "deleted_at" is null;

CREATE INDEX "idx_ai_tasks_list_type" on "ai_tasks" ("user_id", "task_type", "created_at", "id") where "deleted_at" is null;

CREATE INDEX "idx_ai_tasks_list_type_status" on "ai_tasks" ("user_id", "task_type", "status", "created_at", "id") where "deleted_at" is null;

CREATE INDEX "idx_ai_tasks_list_single" on "ai_tasks" ("user_id", "created_at", "id") where "deleted_at" is null and "batch_id" is null;

CREATE INDEX "idx_ai_tasks_list_model" on "ai_tasks" ("user_id", "ai_model", "created_at", "id") where "deleted_at" is null;

CREATE INDEX "idx_memberships_due" on "memberships" ("next_grant_at") where "next_grant_at" is not null;

CREATE UNIQUE INDEX "idx_memberships_made_once" on "memberships" ("granted_by", "idempotency_key");

CREATE INDEX "idx_ai_tasks_kept" on "ai_tasks" ("completed_at", "id") where phase = 'ended' and erased_at is null;

CREATE UNIQUE INDEX idx_retention_rules_scope on retention_rules (coalesce(user_id, '*'), coalesce(task_type, '*'));

CREATE INDEX "idx_assets_loose" on "assets" ("loose_since", "id") where loose_since is not null;

CREATE INDEX "idx_password_resets_user_id" on "password_resets" ("user_id", "expires_at");

CREATE INDEX "idx_user_changes_user_id" on "user_changes" ("user_id", "id");

CREATE TRIGGER "credit_transactions_no_update" before update on credit_transactions begin select raise(abort, 'credit_transactions is append-only'); end;

CREATE TRIGGER "credit_transactions_no_delete" before delete on credit_transactions begin select raise(abort, 'credit_transactions is append-only'); end;

CREATE TRIGGER "user_changes_no_update" before update on user_changes begin select raise(abort, 'user_changes is append-only'); end;

CREATE TRIGGER "user_changes_no_delete" before delete on user_changes begin select raise(abort, 'user_changes is append-only'); end;
