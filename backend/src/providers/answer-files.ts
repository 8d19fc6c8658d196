import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { AnswerFile, Json } from './http-messages.ts';
import { parseAnswer } from './parse-answer.ts';

/** Base64 text from this length on is a file; shorter text may be an id or a signature. */
const FILE_FROM_CHARACTERS = 256;
/** A text is looked at in memory until it is this long; most that only resemble base64 have shown it by then. */
const DECIDED_AT_CHARACTERS = 4096;
/** What remains of an answer once its files are taken out. */
const MAX_TEXT_BYTES = 8 * 2 ** 20;
/** No order comes near it. */
const MAX_FILES = 64;
/** Large, since each piece is looked at as a whole. */
const CHUNK_BYTES = 256 * 1024;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const DATA_URL = /^data:([^;,]*)[^,]{0,100};base64,/;
/** An escape of JSON; the first group is there when it stands for a character of base64 by its number. */
const ESCAPE = /\\(?:u00(2[bBfF]|3[dD])|[\s\S])/g;
const UNFINISHED_ESCAPE = /\\(?:u[0-9a-fA-F]{0,3})?$/;

/** An answer's JSON without its files, and the files. */
export interface AnswerWithFiles {
  readonly body: Json | undefined;
  readonly files: readonly AnswerFile[];
}

/**
 * Reads JSON from disk and writes each long base64 text in it to a file of its own while it passes; in its place stands
 * `file:<index>`. No file is ever in memory as a whole. `body` is undefined, and no file is left, when this is no JSON,
 * too much text beside its files or too many files.
 */
export async function takeFilesOut(source: string, directory: string): Promise<AnswerWithFiles> {
  const scan = new Scan(directory);
  try {
    const chunks = createReadStream(source, { highWaterMark: CHUNK_BYTES }) as AsyncIterable<Buffer>;
    for await (const chunk of chunks) await scan.take(chunk);
    const body = parseAnswer(scan.text());
    if (body !== undefined) return { body, files: scan.files };
  } catch (error) {
    if (!(error instanceof TooMuch)) throw error;
  } finally {
    await scan.end();
  }
  await Promise.all(scan.files.map((file) => rm(file.path, { force: true })));
  return { body: undefined, files: [] };
}

class TooMuch extends Error {}

/** A base64 text on its way to disk. */
interface Sink {
  readonly handle: FileHandle;
  readonly path: string;
  readonly contentType: string;
  /** What stood before the base64, as it came. */
  readonly prefix: string;
  /** The last one to three characters, with padding; they become bytes with what follows or at the end. */
  rest: string;
  /** The beginning of an escape that the next piece completes. */
  escape: string;
  sizeBytes: number;
}

/** One pass over the bytes of a JSON text. */
class Scan {
  readonly files: AnswerFile[] = [];
  readonly #directory: string;
  readonly #text: Buffer[] = [];
  #textBytes = 0;
  /** What is known of the string being read; undefined outside of strings. */
  #string: { head: string; isText: boolean } | undefined;
  #isEscaped = false;
  #sink: Sink | undefined;

  constructor(directory: string) {
    this.#directory = directory;
  }

  text(): string {
    return Buffer.concat(this.#text).toString('utf8');
  }

  async take(chunk: Buffer): Promise<void> {
    let from = 0;
    while (from < chunk.length)
      from = this.#string ? await this.#inside(chunk, from, this.#string) : this.#outside(chunk, from);
  }

  /** Closes a file that was being written when the text ended or the scan failed. */
  async end(): Promise<void> {
    if (this.#sink) await this.#close(this.#sink);
  }

  #outside(chunk: Buffer, from: number): number {
    const quote = chunk.indexOf(QUOTE, from);
    const end = quote < 0 ? chunk.length : quote + 1;
    this.#keep(chunk.subarray(from, end));
    if (quote >= 0) this.#string = { head: '', isText: false };
    return end;
  }

  async #inside(chunk: Buffer, from: number, string: { head: string; isText: boolean }): Promise<number> {
    const end = this.#endOfString(chunk, from);
    const piece = chunk.subarray(from, end < 0 ? chunk.length : end);
    if (this.#sink) await this.#spill(this.#sink, piece.toString('latin1'));
    else if (string.isText) this.#keep(piece);
    else {
      string.head += piece.toString('latin1');
      if (string.head.length >= DECIDED_AT_CHARACTERS) await this.#decide(string.head);
    }
    if (end < 0) return chunk.length;
    await this.#endString();
    return end + 1;
  }

  /** The closing quote, or -1 when the string goes on in the next chunk. */
  #endOfString(chunk: Buffer, start: number): number {
    let from = start + (this.#isEscaped ? 1 : 0);
    this.#isEscaped = false;
    let quote = chunk.indexOf(QUOTE, from);
    for (;;) {
      const backslash = chunk.indexOf(BACKSLASH, from);
      if (backslash < 0 || (quote >= 0 && quote < backslash)) return quote;
      from = backslash + 2;
      this.#isEscaped = from > chunk.length;
      if (from >= chunk.length) return -1;
      if (quote >= 0 && quote < from) quote = chunk.indexOf(QUOTE, from);
    }
  }

  /** A string that has become long is a file, or text to its end. */
  async #decide(head: string): Promise<void> {
    if (looksLikeFile(head.replace(UNFINISHED_ESCAPE, ''))) return this.#beginFile(head);
    this.#keep(Buffer.from(head, 'latin1'));
    this.#string = { head: '', isText: true };
  }

  /** The string is a file from now on, unless it only began like one. */
  async #beginFile(head: string): Promise<void> {
    if (this.files.length >= MAX_FILES) throw new TooMuch();
    const [prefix = '', contentType = ''] = DATA_URL.exec(head) ?? [];
    const file = path.join(this.#directory, `answer-${this.files.length}`);
    this.#sink = {
      handle: await open(file, 'wx'),
      path: file,
      contentType: unescaped(contentType),
      prefix,
      rest: '',
      escape: '',
      sizeBytes: 0,
    };
    await this.#spill(this.#sink, head.slice(prefix.length));
  }

  async #spill(sink: Sink, piece: string): Promise<void> {
    const raw = sink.escape + piece;
    sink.escape = UNFINISHED_ESCAPE.exec(raw)?.[0] ?? '';
    const plain = sink.rest + unescaped(raw.slice(0, raw.length - sink.escape.length));
    const length = /^[A-Za-z0-9+/]*/.exec(plain)?.[0].length ?? 0;
    const usable = length - (length % 4);
    sink.rest = plain.slice(usable);
    // Padding ends base64; whatever else stands there was never any.
    const isBase64 = /^[A-Za-z0-9+/]{0,3}={0,2}$/.test(sink.rest);
    await this.#write(sink, Buffer.from(plain.slice(0, usable), 'base64'));
    if (!isBase64) await this.#backToText(sink);
  }

  async #write(sink: Sink, bytes: Buffer): Promise<void> {
    if (bytes.length === 0) return;
    sink.sizeBytes += bytes.length;
    await sink.handle.appendFile(bytes);
  }

  /** It only began like base64. Whole groups of four come back from the file as they were. */
  async #backToText(sink: Sink): Promise<void> {
    await this.#close(sink);
    if (sink.sizeBytes > MAX_TEXT_BYTES) throw new TooMuch();
    this.files.pop();
    const whole = await readFile(sink.path, 'base64');
    await rm(sink.path);
    this.#keep(Buffer.from(sink.prefix + whole + sink.rest + sink.escape, 'latin1'));
    this.#string = { head: '', isText: true };
  }

  async #endString(): Promise<void> {
    const head = this.#string?.head ?? '';
    if (!this.#sink && looksLikeFile(head)) await this.#beginFile(head);
    else if (!this.#sink) this.#keep(Buffer.from(head, 'latin1'));
    const sink = this.#sink;
    // One character is less than a byte, and an escape that never ended was none of base64.
    if (sink && (sink.rest.replace(/=+$/, '').length === 1 || sink.escape !== ''))
      await this.#backToText(sink);
    else if (sink) {
      await this.#write(sink, Buffer.from(sink.rest, 'base64'));
      await this.#close(sink);
      this.#keep(Buffer.from(`file:${this.files.length - 1}`));
    }
    this.#string = undefined;
    this.#keep(Buffer.from('"'));
  }

  async #close(sink: Sink): Promise<void> {
    this.#sink = undefined;
    await sink.handle.close();
    this.files.push({ path: sink.path, sizeBytes: sink.sizeBytes, contentType: sink.contentType });
  }

  #keep(bytes: Buffer): void {
    this.#textBytes += bytes.length;
    if (this.#textBytes > MAX_TEXT_BYTES) throw new TooMuch();
    this.#text.push(Buffer.from(bytes));
  }
}

/** Undoes what JSON writers do to characters of base64, and leaves other escapes as they are. */
const unescaped = (raw: string): string =>
  raw.replace(ESCAPE, (found, code: string | undefined) => {
    if (code !== undefined) return String.fromCharCode(Number.parseInt(code, 16));
    return found === '\\/' ? '/' : found;
  });

/** Whether a string is long enough for a file, and nothing but base64 so far. */
function looksLikeFile(head: string): boolean {
  if (head.length < FILE_FROM_CHARACTERS) return false;
  const prefix = DATA_URL.exec(head)?.[0] ?? '';
  return /^[A-Za-z0-9+/]*={0,2}$/.test(unescaped(head.slice(prefix.length)));
}

/** A small answer on disk as JSON; undefined when it is none, or too large to be an answer without files. */
export async function readJsonFile(source: string): Promise<Json | undefined> {
  const { size } = await stat(source);
  return size > MAX_TEXT_BYTES ? undefined : parseAnswer(await readFile(source, 'utf8'));
}
