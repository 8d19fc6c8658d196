import { randomBytes } from 'node:crypto';
import { type BodyPiece, type StreamedBody, streamedBody } from '../lib/request-body.ts';
import type { FormPart, HttpRequest, InlineFile, JsonWithFiles } from './http-messages.ts';

/** The body of a vendor's call with its content type; undefined when there is none. */
export interface VendorBody {
  readonly contentType: string;
  readonly body: string | StreamedBody;
}

export function vendorBodyOf({ json, form }: HttpRequest): VendorBody | undefined {
  if (form !== undefined) return formBody(form);
  return json === undefined ? undefined : jsonBody(json);
}

/** JSON as text; where files stand in it, as pieces around them. */
function jsonBody(value: JsonWithFiles): VendorBody {
  const files: InlineFile[] = [];
  // A mark that no text of the caller can contain, since it is made anew for each body.
  const mark = randomBytes(16).toString('hex');
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    if (!isInlineFile(inner)) return inner;
    files.push(inner);
    return mark;
  });
  if (files.length === 0) return { contentType: 'application/json', body: text };
  const pieces = text.split(mark).flatMap((part, index): BodyPiece[] => {
    const file = files[index];
    if (!file) return [part];
    const { path, sizeBytes, contentType } = file.file;
    const head = file.as === 'data-url' ? `data:${contentType};base64,` : '';
    return [part + head, { path, sizeBytes, as: 'base64' }];
  });
  return { contentType: 'application/json', body: streamedBody(pieces) };
}

function isInlineFile(value: unknown): value is InlineFile {
  return typeof value === 'object' && value !== null && 'file' in value && 'as' in value;
}

/** multipart/form-data (RFC 7578). */
function formBody(parts: readonly FormPart[]): VendorBody {
  const boundary = `atelier-${randomBytes(16).toString('hex')}`;
  const pieces = parts.flatMap((part): BodyPiece[] => {
    const start = `--${boundary}\r\nContent-Disposition: form-data; name="${escapeName(part.name)}"`;
    if (!('file' in part)) return [`${start}\r\n\r\n${part.value}\r\n`];
    const { path, sizeBytes, contentType, name } = part.file;
    const head = `${start}; filename="${escapeName(name)}"\r\nContent-Type: ${contentType}\r\n\r\n`;
    return [head, { path, sizeBytes, as: 'bytes' }, '\r\n'];
  });
  return {
    contentType: `multipart/form-data; boundary=${boundary}`,
    body: streamedBody([...pieces, `--${boundary}--\r\n`]),
  };
}

/** As browsers do (WHATWG HTML, multipart/form-data encoding): UTF-8 as it is, quotes and line ends escaped. */
function escapeName(name: string): string {
  return name.replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22');
}
