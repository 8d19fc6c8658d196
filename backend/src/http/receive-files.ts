import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  MAX_FILE_SIZE_BYTES,
  MAX_FILES_PER_TASK,
  MAX_FORM_FIELD_BYTES,
  MAX_FORM_FIELDS,
  MEBIBYTE,
} from '@atelier/shared/limits';
import type { Request, RequestHandler, Response } from 'express';
import multer from 'multer';
import { AppError } from '../lib/app-error.ts';
import { isDiskFull, translateDiskError } from '../lib/disk-errors.ts';
import { cleanFileName } from '../lib/file-name.ts';
import type { Logger } from '../lib/logger.ts';

/** A file of this request on its way; gone when the answer is sent. What it really is has not been looked at yet. */
export interface ReceivedFile {
  /** The form field it came under. */
  readonly field: string;
  /** Below the request's own folder, under a random name. */
  readonly path: string;
  /** The client's name for it, cleaned for showing; a label, never a path. */
  readonly name: string;
  /** May be 0. */
  readonly sizeBytes: number;
}

export interface ReceiveFilesOptions {
  /** Made when missing. Each request gets a folder of its own in it; what a process that died left, the start clears. */
  readonly temporaryRoot: string;
  readonly logger: Pick<Logger, 'error'>;
  /** For the whole body to arrive. Default 60,000 (reliability rules 4.1). */
  readonly timeoutMs?: number;
  /** The form fields that files may come under. Default: `files` and `files[]`. */
  readonly fields?: readonly string[];
  /** Files of one form, whatever their fields. Default: those of one task. */
  readonly maxFiles?: number;
}

interface Upload {
  readonly directory: string;
  files: readonly ReceivedFile[];
}

/** Many form libraries put `[]` behind the name of a field that comes several times. */
const DEFAULT_FIELDS = ['files', 'files[]'];
const DEFAULT_TIMEOUT_MS = 60_000;
/** Room for boundaries and part headers. */
const FRAMING_BYTES = MEBIBYTE;
const maxBodyBytesOf = (maxFiles: number): number =>
  maxFiles * MAX_FILE_SIZE_BYTES + MAX_FORM_FIELDS * MAX_FORM_FIELD_BYTES + FRAMING_BYTES;
/** How long to wait for writers to let go of a folder before it is removed all the same. */
const RELEASE_TIMEOUT_MS = 5_000;

const UPLOAD = Symbol('upload');
type RequestWithUpload = Request & { [UPLOAD]?: Upload };

/** The files of a multipart request, in the order they were sent under each field; empty for any other request. */
export function receivedFiles(request: Request): readonly ReceivedFile[] {
  return (request as RequestWithUpload)[UPLOAD]?.files ?? [];
}

/** A folder for this request's files and whatever is made of them; removed when the answer is sent. */
export function uploadDirectory(request: Request): string {
  const upload = (request as RequestWithUpload)[UPLOAD];
  if (upload === undefined) throw new Error('uploadDirectory is only there behind receiveFiles.');
  return upload.directory;
}

const TOO_LARGE = new Set(['LIMIT_FIELD_VALUE', 'LIMIT_FIELD_COUNT', 'LIMIT_PART_COUNT', 'LIMIT_FIELD_KEY']);

function translateMulterError(error: multer.MulterError, maxFiles: number): AppError {
  const cause = { cause: error };
  const fileName = 'filename' in error && typeof error.filename === 'string' ? error.filename : '';
  if (error.code === 'LIMIT_FILE_SIZE') {
    const limitMb = MAX_FILE_SIZE_BYTES / MEBIBYTE;
    return new AppError('file_too_large', { name: cleanFileName(fileName), limitMb }, cause);
  }
  if (error.code === 'LIMIT_FILE_COUNT') {
    return new AppError('files_too_many', { limit: maxFiles }, cause);
  }
  if (error.code === 'LIMIT_UNEXPECTED_FILE') {
    return new AppError('request_invalid', { detail: cleanFileName(error.field ?? '') }, cause);
  }
  return new AppError(TOO_LARGE.has(error.code) ? 'body_too_large' : 'multipart_malformed', {}, cause);
}

/** Everything that can go wrong is the disk's fault or the body's; the parser's own words are not for users. */
function translateError(error: unknown, maxFiles: number): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof multer.MulterError) return translateMulterError(error, maxFiles);
  const isFileError = error instanceof Error && 'syscall' in error && error.syscall === 'open';
  if (isFileError || isDiskFull(error)) return translateDiskError(error);
  return new AppError('multipart_malformed', {}, { cause: error });
}

function parserOf(fields: readonly string[], maxFiles: number): RequestHandler {
  return multer({
    storage: multer.diskStorage({
      destination: (request, _file, done) => done(null, uploadDirectory(request)),
      filename: (_request, _file, done) => done(null, randomUUID()),
    }),
    limits: {
      files: maxFiles,
      fileSize: MAX_FILE_SIZE_BYTES,
      fields: MAX_FORM_FIELDS,
      fieldSize: MAX_FORM_FIELD_BYTES,
      parts: maxFiles + MAX_FORM_FIELDS,
      fieldNameSize: 100,
      headerPairs: 32,
    },
    // Browsers send names in UTF-8 without saying so; the default, latin1, garbles every Chinese name.
    defParamCharset: 'utf8',
  }).fields(fields.map((name) => ({ name, maxCount: maxFiles })));
}

/** Resolves when the parser is done with the body and its files, rejects with what it says. */
function parse(parser: RequestHandler, request: Request, response: Response): Promise<void> {
  // The parser waits for the request's end or close; after one that is past already it would wait for ever.
  if (request.destroyed) return Promise.reject(new Error('The client is gone.'));
  return new Promise((resolve, reject) => {
    parser(request, response, (error: unknown) => (error ? reject(error) : resolve()));
  });
}

/** Rejects when the body takes too long, and closes the connection once that was answered. */
function deadline(
  request: Request,
  response: Response,
  timeoutMs: number,
): { passed: Promise<never>; end: () => void } {
  const { promise: passed, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    response.once('finish', () => request.destroy());
    reject(new AppError('multipart_malformed', {}, { cause: new Error('The body did not arrive in time.') }));
  }, timeoutMs);
  // Nobody may be waiting any more when it passes.
  passed.catch(() => undefined);
  return { passed, end: () => clearTimeout(timer) };
}

/**
 * Removes a folder when the answer is out or the client is gone, but not under a parser that still writes: a file
 * created after the removal would stay for ever.
 */
function removeAfterwards(
  directory: string,
  parsed: Promise<void>,
  response: Response,
  logger: ReceiveFilesOptions['logger'],
): void {
  const remove = async (): Promise<void> => {
    await Promise.race([parsed.catch(() => undefined), sleep(RELEASE_TIMEOUT_MS, undefined, { ref: false })]);
    await rm(directory, { recursive: true, force: true, maxRetries: 3 });
  };
  const start = (): void => {
    remove().catch((error: unknown) =>
      logger.error({ error, directory }, 'An upload folder could not be removed.'),
    );
  };
  // A client that left while the folder was made has already closed the response.
  if (response.closed) start();
  else response.once('close', start);
}

/** What one door takes: its parser and the most that may come. */
interface Intake {
  readonly parser: RequestHandler;
  readonly fields: readonly string[];
  readonly maxFiles: number;
}

async function receive(
  request: Request,
  response: Response,
  options: ReceiveFilesOptions,
  { parser, fields, maxFiles }: Intake,
): Promise<void> {
  const timeoutMs = options.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const limit = deadline(request, response, timeoutMs);
  response.once('close', limit.end);
  if (Number(request.headers['content-length']) > maxBodyBytesOf(maxFiles)) {
    // Read on without keeping, so that the client gets to see the answer; the deadline ends that.
    request.resume();
    throw new AppError('body_too_large');
  }
  await mkdir(options.temporaryRoot, { recursive: true });
  const upload: Upload = { directory: await mkdtemp(join(options.temporaryRoot, 'upload-')), files: [] };
  Object.defineProperty(request, UPLOAD, { value: upload });
  const parsed = parse(parser, request, response);
  removeAfterwards(upload.directory, parsed, response, options.logger);
  await Promise.race([parsed, limit.passed]);
  limit.end();
  const received = Array.isArray(request.files) ? {} : (request.files ?? {});
  const files = fields.flatMap((field) => received[field] ?? []);
  upload.files = files.map(({ fieldname, path, originalname, size }) => ({
    field: fieldname,
    path,
    name: cleanFileName(originalname),
    sizeBytes: size,
  }));
}

/**
 * Takes a multipart upload apart into files in a folder of this request alone; see `receivedFiles` and
 * `uploadDirectory`. Text fields go to `request.body`. Other requests pass untouched. Nothing is held in memory, every
 * part is limited (limits.ts), and the folder is removed whatever happens.
 * Failures: files_too_many, file_too_large, body_too_large, multipart_malformed, request_invalid (a file under another
 * field name), storage_full, storage_failed.
 */
export function receiveFiles(options: ReceiveFilesOptions): RequestHandler {
  const { fields = DEFAULT_FIELDS, maxFiles = MAX_FILES_PER_TASK } = options;
  const intake = { parser: parserOf(fields, maxFiles), fields, maxFiles };
  return (request, response, next) => {
    if (!request.is('multipart/form-data')) return next();
    receive(request, response, options, intake).then(
      () => next(),
      (error: unknown) => next(translateError(error, maxFiles)),
    );
  };
}
