import type { PictureHooks } from '../pictures/picture-pool.ts';
import type { OutputFile, RemoteFile, TransportAnswer, TransportRequest } from './adapter.ts';

/** Carries out what adapters describe. */
export interface Transport {
  /**
   * Performs a request. A vendor's silence is an answer (`silence`), because its adapter decides what it means; local
   * trouble comes as an AppError, an aborted signal as its reason.
   */
  send(request: TransportRequest, hooks: PictureHooks): Promise<TransportAnswer>;
  /**
   * Brings a vendor's result to local disk, checked like an upload. A new folder is made inside `directory`.
   * @throws AppError url_refused, url_fetch_failed, or what is wrong with the picture.
   */
  collect(file: RemoteFile, directory: string, signal: AbortSignal): Promise<OutputFile>;
}
