/** The S3 protocol's maximum life of a signed link, kept by every store. */
export const MAX_LINK_SECONDS = 604_800;

export interface LinkWindow {
  /** What the signature says it was made at. */
  readonly startsAt: Date;
  /** From `startsAt` to the end. */
  readonly lifeSeconds: number;
  readonly expiresAt: Date;
}

/**
 * When a link made now begins and ends. Beginnings are rounded down to fixed steps of half the asked life, so that
 * everybody who asks within one step gets the very same link and browsers can keep what they fetched. A link lives at
 * least as long as asked and at most half as long again, and never beyond MAX_LINK_SECONDS.
 */
export function linkWindow(now: Date, expiresInSeconds: number): LinkWindow {
  if (!Number.isInteger(expiresInSeconds) || expiresInSeconds < 1 || expiresInSeconds > MAX_LINK_SECONDS) {
    throw new RangeError(`A link lives 1 to ${MAX_LINK_SECONDS} whole seconds, not ${expiresInSeconds}.`);
  }
  const step = Math.max(1, Math.min(Math.floor(expiresInSeconds / 2), MAX_LINK_SECONDS - expiresInSeconds));
  const startSeconds = Math.floor(now.getTime() / 1000 / step) * step;
  const lifeSeconds = Math.min(expiresInSeconds + step, MAX_LINK_SECONDS);
  return {
    startsAt: new Date(startSeconds * 1000),
    lifeSeconds,
    expiresAt: new Date((startSeconds + lifeSeconds) * 1000),
  };
}
