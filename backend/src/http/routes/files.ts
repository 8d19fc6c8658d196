import { type Request, type RequestHandler, type Response, Router } from 'express';
import { AppError } from '../../lib/app-error.ts';
import type { Clock } from '../../lib/clock.ts';
import { attachmentHeader } from '../../lib/file-name.ts';
import { BytesMismatch } from '../../storage/durable-write.ts';
import type { LocalDiskStore } from '../../storage/local-disk.ts';
import { bareContentType, contentTypeOfKey, isSafeKey } from '../../storage/object-keys.ts';

/** What a browser may show in place; none of these can run script. Everything else is a download. */
const SHOWN_INLINE = new Set([
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
  'video/mp4',
  'video/webm',
  'video/quicktime',
  'audio/mpeg',
  'audio/mp4',
  'audio/wav',
  'audio/ogg',
  'audio/flac',
]);

/** The key as it was signed. Decoded here once, so that an encoded slash cannot pass for a separator. */
function keyOf(request: Request): string {
  const encoded = request.path.replace(/^\//, '').split('/');
  let segments: string[];
  try {
    segments = encoded.map(decodeURIComponent);
  } catch (error) {
    throw new AppError('link_invalid', {}, { cause: error });
  }
  const key = segments.join('/');
  if (segments.some((segment) => segment.includes('/')) || !isSafeKey(key))
    throw new AppError('link_invalid');
  return key;
}

function queryOf(request: Request): URLSearchParams {
  return new URLSearchParams(request.originalUrl.split('?').slice(1).join('?'));
}

function problemOfSending(error: Error & { status?: number; code?: string }): AppError {
  if (error.status === 404 || error.code === 'ENOENT') return new AppError('not_found', {}, { cause: error });
  return new AppError('storage_failed', {}, { cause: error });
}

function readHandler(store: LocalDiskStore, clock: Clock): RequestHandler {
  return (request, response, next) => {
    const key = keyOf(request);
    const { downloadName, expiresAt } = store.links.checkRead(key, queryOf(request));
    const contentType = contentTypeOfKey(key);
    const maxAgeSeconds = Math.max(0, Math.floor((expiresAt.getTime() - clock.now().getTime()) / 1000));
    const disposition =
      downloadName !== null
        ? attachmentHeader(downloadName)
        : SHOWN_INLINE.has(contentType)
          ? 'inline'
          : attachmentHeader(key.split('/').at(-1) ?? 'file');
    response.set({
      'Content-Type': contentType,
      'Content-Disposition': disposition,
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "default-src 'none'; sandbox",
    });
    // Express streams the file with ranges, ETag and conditional requests.
    const options = {
      root: store.root,
      dotfiles: 'deny',
      headers: { 'Cache-Control': `private, max-age=${maxAgeSeconds}, immutable` },
      cacheControl: false,
    } as const;
    response.sendFile(key, options, (error?: Error & { status?: number; code?: string }) => {
      if (error === undefined || error === null) return;
      if (response.headersSent) return void response.destroy();
      if (error.status === 416) return void response.status(416).end();
      clearFileHeaders(response);
      next(problemOfSending(error));
    });
  };
}

/** An error's answer is JSON; what was meant for the file must not describe it. */
function clearFileHeaders(response: Response): void {
  for (const name of ['Content-Type', 'Content-Disposition', 'Cache-Control', 'Content-Length', 'ETag']) {
    response.removeHeader(name);
  }
}

function uploadHandler(store: LocalDiskStore): RequestHandler {
  return async (request, response) => {
    const key = keyOf(request);
    const announced = store.links.checkUpload(key, queryOf(request));
    if (Number(request.headers['content-length']) !== announced.sizeBytes) {
      throw new AppError('request_invalid', { detail: 'content-length' });
    }
    if (bareContentType(request.headers['content-type'] ?? '') !== bareContentType(announced.contentType)) {
      throw new AppError('request_invalid', { detail: 'content-type' });
    }
    await store.receiveUpload(key, request, announced).catch((error: unknown) => {
      if (error instanceof BytesMismatch) {
        throw new AppError('request_invalid', { detail: 'sha256' }, { cause: error });
      }
      throw error;
    });
    response.status(200).set('ETag', `"${announced.sha256}"`).end();
  };
}

/**
 * Serves the local store under its signed links and takes presigned uploads. Whoever holds a link may use it until it
 * expires: no session is asked for. Failures are link_invalid, link_expired, not_found, request_invalid and the
 * store's errors, passed on.
 */
export function filesRoutes(parts: { store: LocalDiskStore; clock: Clock }): Router {
  const router = Router();
  const read = readHandler(parts.store, parts.clock);
  // Express answers HEAD from GET handlers; sendFile leaves the body out.
  // Without a named parameter: Express would decode it, and answer a bad escape itself.
  router.get(/^\//, read);
  router.put(/^\//, uploadHandler(parts.store));
  return router;
}
