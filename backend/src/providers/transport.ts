import type { PictureHooks } from '../pictures/picture-pool.ts';
import type {
  OutputFile,
  ProviderAdapter,
  ReceivedFile,
  RemoteFile,
  TransportAnswer,
  TransportRequest,
} from './adapter.ts';

/** Whose call it is, and where files that come with the answer may be put. */
export interface SendHooks extends PictureHooks {
  readonly provider: ProviderAdapter;
  readonly directory: string;
}

/** Carries out what adapters describe. */
export interface Transport {
  /**
   * Performs a request; the provider's endpoint and key are added here and nowhere else. A vendor's silence is an
   * answer (`silence`), because its adapter decides what it means; local trouble comes as an AppError, an aborted
   * signal as its reason. @throws AppError provider_not_configured when the provider needs a key and has none.
   */
  send(request: TransportRequest, hooks: SendHooks): Promise<TransportAnswer>;
  /**
   * Brings a vendor's result to local disk, checked like an upload. A new folder is made inside `directory`.
   * @throws AppError url_refused, url_fetch_failed, or what is wrong with the file.
   */
  collect(file: RemoteFile | ReceivedFile, directory: string, signal: AbortSignal): Promise<OutputFile>;
}
