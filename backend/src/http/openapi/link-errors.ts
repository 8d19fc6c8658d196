import type { ErrorCode } from '@atelier/shared/errors';

/** Where pictures are named by their addresses. */
export const linkErrors: readonly ErrorCode[] = ['url_refused', 'url_fetch_failed'];
