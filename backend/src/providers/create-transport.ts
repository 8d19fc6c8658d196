import { type CollectParts, collectResult } from './collect-result.ts';
import { type HttpParts, sendHttp } from './http-transport.ts';
import { sendLocal } from './local-transport.ts';
import type { Transport } from './transport.ts';

/** Joins the ways in which work is done: on this machine, and by vendors over HTTP. */
export function createTransport(parts: HttpParts & CollectParts): Transport {
  return {
    send: (request, hooks) =>
      request.kind === 'local' ? sendLocal(parts.pictures, request, hooks) : sendHttp(parts, request, hooks),
    collect: (file, hooks) => collectResult(parts, file, hooks),
  };
}
