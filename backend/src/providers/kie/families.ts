import type { KieFamily } from './define-kie-model.ts';
import {
  type KieRecord,
  readFlux,
  readFourO,
  readJob,
  readMidjourney,
  readRunway,
  readVeo,
} from './read-record.ts';

/** Where a family is ordered and asked about, and how it speaks. */
export interface FamilyRules {
  readonly createPath: string;
  readonly statusPath: string;
  /** How long the links of results live, milliseconds. */
  readonly resultLifeMs: number;
  /** Codes inside a record that always mean the vendor's content rules. */
  readonly refusedCodes: readonly number[];
  read(record: Readonly<Record<string, unknown>>): KieRecord;
}

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

export const FAMILIES: Readonly<Record<KieFamily, FamilyRules>> = {
  jobs: {
    createPath: '/api/v1/jobs/createTask',
    statusPath: '/api/v1/jobs/recordInfo',
    // The general rule says 14 days, this family's page "typically 24 hours".
    resultLifeMs: DAY_MS,
    refusedCodes: [],
    read: readJob,
  },
  '4o': {
    createPath: '/api/v1/gpt4o-image/generate',
    statusPath: '/api/v1/gpt4o-image/record-info',
    resultLifeMs: 14 * DAY_MS,
    refusedCodes: [],
    read: readFourO,
  },
  flux: {
    createPath: '/api/v1/flux/kontext/generate',
    statusPath: '/api/v1/flux/kontext/record-info',
    resultLifeMs: 14 * DAY_MS,
    refusedCodes: [400],
    read: readFlux,
  },
  midjourney: {
    createPath: '/api/v1/mj/generate',
    statusPath: '/api/v1/mj/record-info',
    resultLifeMs: 15 * DAY_MS,
    refusedCodes: [],
    read: readMidjourney,
  },
  veo: {
    createPath: '/api/v1/veo/generate',
    statusPath: '/api/v1/veo/record-info',
    resultLifeMs: 14 * DAY_MS,
    refusedCodes: [],
    read: readVeo,
  },
  runway: {
    createPath: '/api/v1/runway/generate',
    statusPath: '/api/v1/runway/record-detail',
    resultLifeMs: 14 * DAY_MS,
    refusedCodes: [],
    read: readRunway,
  },
};
