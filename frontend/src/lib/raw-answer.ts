/** One answer of the server, however it was asked for. */
export interface RawAnswer {
  readonly status: number;
  readonly text: string;
}
