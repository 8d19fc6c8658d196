import type { ProcessRole } from '@atelier/backend/compose';
import type { DrillVendor } from './adapter.ts';

/** What a drill's server process is told by its parent at its start. */
export interface ServerPlan {
  readonly role: ProcessRole;
  readonly vendor: DrillVendor;
  /** The name of a bug to plant; see plants.ts and plants-of-adapter.ts. */
  readonly sabotage?: string;
  /** Notes which boundaries are crossed and can be told to die at one; see boundaries.ts. */
  readonly watchesBoundaries?: boolean;
  /** Dies at this boundary while it starts. */
  readonly diesAt?: string;
  /** Compares each write under a lease with the lease in the database; see lease-watch.ts. */
  readonly watchesLeases?: boolean;
}

/** What a running server process may be told by its parent. */
export type ServerMessage =
  /** Shifts the machine's clock as this process sees it. */
  | { readonly tell: 'clock'; readonly offsetMs: number }
  /** Dies at the n-th crossing of this boundary from now on. */
  | { readonly tell: 'die'; readonly boundary: string; readonly crossing: number }
  | { readonly tell: 'boundaries' }
  | { readonly tell: 'leases' };

/** How writes under a lease ended that was no longer the caller's. */
export interface LateWrites {
  readonly refused: number;
  readonly taken: number;
}
