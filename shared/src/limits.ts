/** Every number a user can meet. Sizes in bytes, times in milliseconds unless the name says otherwise. */

export const MEBIBYTE = 1024 * 1024;

/** Uploads (seed A: five files of ten megabytes; reliability 4.1: fifty megapixels). */
export const MAX_FILES_PER_TASK = 5;
/** An upload that no order uses is removed after so many days. */
export const LOOSE_UPLOAD_DAYS = 3;
export const MAX_FILE_SIZE_BYTES = 10 * MEBIBYTE;
export const MAX_PICTURE_PIXELS = 50_000_000;
/** Below this a cut-out or enhancement has nothing to work with. */
export const MIN_PICTURE_SIDE_PIXELS = 8;
/** Form fields beside the files of one multipart request, and the size of each. */
export const MAX_FORM_FIELDS = 20;
export const MAX_FORM_FIELD_BYTES = 64 * 1024;
/** A file label as shown to people; longer names are shortened in the middle, the ending kept. */
export const MAX_FILE_NAME_CHARACTERS = 120;

/** An address to fetch an input from, as other doors take them. */
export const MAX_INPUT_LINK_CHARACTERS = 4000;

/** Pictures of one batch; each becomes a task of its own. */
export const MAX_FILES_PER_BATCH = 200;
/** Pictures a user may drop on the page at once; the page makes one task of each. */
export const MAX_FILES_PER_DROP = MAX_FILES_PER_BATCH;

export const ACCEPTED_PICTURE_TYPES = ['image/jpeg', 'image/png', 'image/webp'] as const;
export type PictureType = (typeof ACCEPTED_PICTURE_TYPES)[number];

/** JSON request bodies. */
export const MAX_JSON_BODY_BYTES = 256 * 1024;
/** What a vendor may send to a callback address. */
export const MAX_CALLBACK_BODY_BYTES = MEBIBYTE;
/** What QStash may bring: a vendor's answer and our order, both as base64. */
export const MAX_RELAYED_ANSWER_BYTES = 32 * MEBIBYTE;

/** Lists. */
export const DEFAULT_PAGE_SIZE = 20;
export const MAX_PAGE_SIZE = 100;
/** Lists of tasks are counted this far; a longer one is told as this long, with a note that there are more. */
export const MAX_COUNTED_TASKS = 1000;
/** Operators' lists: tasks on a page, and tasks that one answer looks through for those that match. */
export const ADMIN_TASK_PAGE_SIZE = 50;
export const MAX_SEARCHED_TASKS = 20_000;

/** Tasks. */
export const MAX_RETRIES = 3;
export const MAX_TASKS_PER_ARCHIVE = 50;
/** A task no worker took within this time fails (seed B, "超时清理"). */
export const PENDING_TIMEOUT_MS = 10 * 60_000;
export const MAX_IDEMPOTENCY_KEY_CHARACTERS = 200;

/** Accounts. Password bounds follow OWASP: length instead of composition rules, an upper bound against abuse. */
export const MIN_PASSWORD_CHARACTERS = 8;
export const MAX_PASSWORD_CHARACTERS = 128;
export const MAX_EMAIL_CHARACTERS = 254;
export const MIN_USERNAME_CHARACTERS = 2;
export const MAX_USERNAME_CHARACTERS = 32;

/** Memberships. The bounds keep typing errors out. */
export const MAX_MEMBERSHIP_MONTHS = 60;
/** The longest that a rule of retention may name; longer is for ever. */
export const MAX_RETENTION_DAYS = 3650;
export const MAX_MEMBERSHIP_CREDITS = 1_000_000;
export const MAX_MEMBERSHIP_PLAN_CHARACTERS = 60;

/** Webhooks. Waits grow between attempts; each is lengthened or shortened by up to a fifth, at random. */
export const MAX_WEBHOOKS_PER_USER = 10;
export const MAX_WEBHOOK_URL_CHARACTERS = 2000;
export const MAX_WEBHOOK_DESCRIPTION_CHARACTERS = 200;
/** Before the 2nd, 3rd … attempt: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, 24 h, together some three days. */
export const WEBHOOK_RETRY_SECONDS = [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400] as const;
export const WEBHOOK_TIMEOUT_MS = 15_000;
/** Time for the customer to take over a new secret. */
export const WEBHOOK_SECRET_OVERLAP_MS = 24 * 3_600_000;
/** An endpoint at which nothing succeeded for so long is switched off. */
export const WEBHOOK_FAILING_LIMIT_MS = 5 * 24 * 3_600_000;
export const WEBHOOK_LOG_DAYS = 30;
/** API keys. The bounds keep typing errors out; an account's own limits hold beside those of its keys. */
export const MAX_API_KEYS = 20;
/** Revoked keys stay in the database; lists show this many of them. */
export const MAX_REVOKED_API_KEYS_LISTED = 20;
export const MAX_API_KEY_NAME_CHARACTERS = 60;
export const MAX_API_KEY_REQUESTS_PER_MINUTE = 600;
export const MAX_API_KEY_CREDITS = 1_000_000;
export const DEFAULT_API_KEY_USAGE_DAYS = 30;
export const MAX_API_KEY_USAGE_DAYS = 92;

/** One correction of a balance by an operator, given or taken. */
export const MAX_ADJUSTMENT_CREDITS = 1_000_000;
/** Why an operator corrected a balance. */
export const MIN_REASON_CHARACTERS = 3;
export const MAX_REASON_CHARACTERS = 500;
