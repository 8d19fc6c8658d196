import type { z } from 'zod';

/** What a call may take that says nothing else. */
export const CALL_TIMEOUT_MS = 60_000;
/**
 * What a start may take whose vendor takes the order and works later. Longer than any other call, since giving up on one
 * that was heard means to pay for nothing.
 */
export const ORDER_TIMEOUT_MS = 120_000;

/** JSON that survives a restart in the database. */
export type Json = z.core.util.JSONType;

/** An input as the adapter may see it: a verified local copy of a stored asset. */
export interface InputFile {
  readonly path: string;
  /** As the user named it; a label, never a path. */
  readonly name: string;
  readonly contentType: string;
  readonly sizeBytes: number;
  readonly width: number | null;
  readonly height: number | null;
  readonly position: number;
  /** The parameter that names this file (a mask, a last frame); null for the task's ordinary inputs. */
  readonly role: string | null;
  /** Where the vendor can fetch it for two hours; only for providers that say `fetchesInputs`. */
  readonly link?: string;
}

/** The bytes of an input inside a JSON body, as bare base64 or as a `data:` address. */
export interface InlineFile {
  readonly file: InputFile;
  readonly as: 'base64' | 'data-url';
}

/** JSON in which files stand for their own bytes. */
export type JsonWithFiles =
  | string
  | number
  | boolean
  | null
  | InlineFile
  | readonly JsonWithFiles[]
  | { readonly [key: string]: JsonWithFiles };

/** One part of a multipart/form-data body. */
export type FormPart =
  | { readonly name: string; readonly value: string }
  | { readonly name: string; readonly file: InputFile };

/** One call of a vendor's API. */
export interface HttpRequest {
  readonly kind: 'http';
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Beginning with `/`: below the provider's endpoint, with its key. Absolute: exactly there, only to the adapter's own hosts. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly json?: JsonWithFiles;
  /** Sent as multipart/form-data; files are streamed from disk. */
  readonly form?: readonly FormPart[];
  /** For the whole exchange, also until the first byte of the answer. Default: CALL_TIMEOUT_MS. */
  readonly timeoutMs?: number;
  /**
   * `files` when the answer carries results: a body that is not JSON, and base64 text inside JSON, goes to disk while
   * it arrives and comes as `files` of the answer. Default `json`: small, in memory.
   */
  readonly expect?: 'json' | 'files';
}
/** A file that came inside an answer; nothing about it is checked yet. */
export interface AnswerFile {
  readonly path: string;
  readonly sizeBytes: number;
  /** As the answer declares it; empty when it does not. */
  readonly contentType: string;
}

/** What a vendor said, whatever the status. */
export interface HttpAnswer {
  readonly kind: 'http';
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed body; undefined when it is not JSON. Where a file stood, it says `file:<index into files>`. */
  readonly body: Json | undefined;
  /** Present when the request expected files. */
  readonly files?: readonly AnswerFile[];
}

/** No answer came, or only a part of one. */
export interface HttpSilence {
  readonly kind: 'silence';
  /** False only when it is certain that no byte of the request reached the vendor. */
  readonly mayHaveBeenHeard: boolean;
  /** For operators. */
  readonly detail: string;
}
