import type { ProcessRole } from '@atelier/backend/compose';
import type { DrillVendor } from './adapter.ts';

/** What a drill's server process is told by its parent. */
export interface ServerPlan {
  readonly role: ProcessRole;
  readonly vendor: DrillVendor;
  /** The name of a bug to plant; see sabotage.ts. */
  readonly sabotage?: string;
  /** Kills itself at the n-th crossing of a boundary (before or after a commit or a call); see sabotage.ts. */
  readonly killAtBoundary?: number;
  /** Reports each boundary to the parent instead, to count them. */
  readonly countBoundaries?: boolean;
}
