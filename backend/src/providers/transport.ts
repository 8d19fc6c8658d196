import type { PictureHooks } from '../pictures/picture-pool.ts';
import type { TransportAnswer, TransportRequest } from './adapter.ts';

/** Carries out what adapters describe. Transport trouble comes as an AppError; an aborted signal as its reason. */
export interface Transport {
  send(request: TransportRequest, hooks: PictureHooks): Promise<TransportAnswer>;
}
