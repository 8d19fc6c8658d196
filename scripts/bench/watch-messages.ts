/** One user of the bench and the one task he watches. */
export interface Watched {
  readonly taskId: string;
  readonly token: string;
}

/** A task's progress was committed or was seen; the task by its number. */
export interface Happening {
  readonly task: number;
  readonly progress: number;
  /** Of the machine's clock with fractions, comparable between processes. */
  readonly atMs: number;
}

/** To the server: write so many events a second for so long, then stay quiet before the processor time is read. */
export interface WriteOrder {
  readonly perSecond: number;
  readonly seconds: number;
  readonly quietSeconds: number;
}

export interface Written {
  readonly happened: readonly Happening[];
  readonly cpuSeconds: number;
}

/** To the clients: begin to watch, or stop and tell what was seen. */
export type ClientOrder =
  | {
      readonly begin: 'streams' | 'polling';
      readonly port: number;
      readonly watched: readonly Watched[];
      readonly pollMs: number;
    }
  | { readonly begin?: never };

export const nowMs = (): number => performance.timeOrigin + performance.now();
