/** A calendar month in UTC. */
export interface Month {
  /** `2026-11-01` */
  readonly firstDay: string;
  /** `2026-11-30` */
  readonly lastDay: string;
  /** Its first moment, and the first moment after it (ISO 8601). */
  readonly startsAt: string;
  readonly endsAt: string;
}

const DAY_MS = 24 * 60 * 60_000;

/** The day in UTC of a moment in its stored form (ISO 8601 in UTC): `2026-11-30`. */
export function dayOf(at: string): string {
  return at.slice(0, 10);
}

/**
 * The month of a moment in its stored form. Limits count by the calendar and in UTC: one rule for every server and
 * caller, and "used up until the first" is a sentence people can plan with, which a sliding window is not.
 */
export function monthOf(at: string): Month {
  const moment = new Date(at);
  const start = Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth(), 1);
  const end = Date.UTC(moment.getUTCFullYear(), moment.getUTCMonth() + 1, 1);
  const iso = (ms: number): string => new Date(ms).toISOString();
  return {
    firstDay: dayOf(iso(start)),
    lastDay: dayOf(iso(end - DAY_MS)),
    startsAt: iso(start),
    endsAt: iso(end),
  };
}

/** The last `count` days in UTC up to that of a moment, the oldest first. */
export function lastDays(at: string, count: number): readonly string[] {
  const today = Date.parse(`${dayOf(at)}T00:00:00.000Z`);
  return Array.from({ length: count }, (_, index) =>
    dayOf(new Date(today - (count - 1 - index) * DAY_MS).toISOString()),
  );
}
