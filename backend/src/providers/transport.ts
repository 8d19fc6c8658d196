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

/** Whose result it is, and where its file may be put. */
export interface CollectHooks {
  readonly provider: Pick<ProviderAdapter, 'slug'>;
  readonly directory: string;
  readonly signal: AbortSignal;
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
   * @throws AppError url_refused; url_fetch_failed for what may be there later; result_not_media.
   */
  collect(file: RemoteFile | ReceivedFile, hooks: CollectHooks): Promise<OutputFile>;
}
