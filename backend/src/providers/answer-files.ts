import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { finished } from 'node:stream/promises';
import type { AnswerFile, Json } from './http-messages.ts';

/** Base64 text from this length on is a file; shorter text may be an id or a signature. */
const FILE_FROM_CHARACTERS = 256;
/** What remains of an answer once its files are taken out. */
const MAX_TEXT_BYTES = 8 * 2 ** 20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BASE64 = /^[A-Za-z0-9+/=]*$/;
const DATA_URL = /^data:([^;,]*);base64,/;

/** An answer's JSON without its files, and the files. */
export interface AnswerWithFiles {
  readonly body: Json | undefined;
  readonly files: readonly AnswerFile[];
}

/**
 * Reads JSON from disk and writes each long base64 text in it to a file of its own while it passes; in its place stands
 * `file:<index>`. The picture itself is never in memory as a whole. `body` is undefined when this is no JSON.
 */
export async function takeFilesOut(source: string, directory: string): Promise<AnswerWithFiles> {
  const notFiles = new Set<number>();
  for (;;) {
    const scan = new Scan(directory, notFiles);
    try {
      for await (const chunk of createReadStream(source) as AsyncIterable<Buffer>) await scan.take(chunk);
      return { body: parse(scan.text()), files: scan.files };
    } catch (error) {
      await scan.discard();
      // A long text only began like base64; read once more, it stays text.
      if (error instanceof NotBase64) notFiles.add(error.stringIndex);
      else if (error instanceof TextTooLarge) return { body: undefined, files: [] };
      else throw error;
    }
  }
}

class NotBase64 extends Error {
  readonly stringIndex: number;
  constructor(stringIndex: number) {
    super('not base64');
    this.stringIndex = stringIndex;
  }
}
class TextTooLarge extends Error {}

/** One pass over the bytes of a JSON text. */
class Scan {
  readonly files: AnswerFile[] = [];
  readonly #directory: string;
  readonly #notFiles: ReadonlySet<number>;
  readonly #text: Buffer[] = [];
  #textBytes = 0;
  #stringIndex = -1;
  /** The beginning of the string being read, until it is known whether it is a file; undefined outside of strings. */
  #head: string | undefined;
  #isEscaped = false;
  /** The string is known to be text. */
  #isText = false;
  #sink:
    | { stream: NodeJS.WritableStream; carry: string; sizeBytes: number; path: string; type: string }
    | undefined;

  constructor(directory: string, notFiles: ReadonlySet<number>) {
    this.#directory = directory;
    this.#notFiles = notFiles;
  }

  text(): string {
    return Buffer.concat(this.#text).toString('utf8');
  }

  async take(chunk: Buffer): Promise<void> {
    let from = 0;
    while (from < chunk.length)
      from = this.#head === undefined ? this.#outside(chunk, from) : await this.#inside(chunk, from);
  }

  async discard(): Promise<void> {
    if (this.#sink) await this.#close();
    await Promise.all(this.files.map((file) => rm(file.path, { force: true })));
  }

  #outside(chunk: Buffer, from: number): number {
    const quote = chunk.indexOf(QUOTE, from);
    const end = quote < 0 ? chunk.length : quote + 1;
    this.#keep(chunk.subarray(from, end));
    if (quote >= 0) {
      this.#head = '';
      this.#isText = false;
      this.#stringIndex += 1;
    }
    return end;
  }

  async #inside(chunk: Buffer, from: number): Promise<number> {
    const end = this.#endOfString(chunk, from);
    const piece = chunk.toString('latin1', from, end < 0 ? chunk.length : end);
    if (this.#sink) await this.#spill(piece);
    else await this.#grow(piece);
    if (end < 0) return chunk.length;
    await this.#endString();
    return end + 1;
  }

  /** The closing quote, or -1 when the string goes on in the next chunk. */
  #endOfString(chunk: Buffer, from: number): number {
    for (let index = from; index < chunk.length; index += 1) {
      const byte = chunk[index];
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) return index;
    }
    return -1;
  }

  async #grow(piece: string): Promise<void> {
    if (this.#isText) return this.#keep(Buffer.from(piece, 'latin1'));
    const head = (this.#head ?? '') + piece;
    this.#head = head;
    if (head.length < FILE_FROM_CHARACTERS) return;
    const plain = head.replaceAll('\\/', '/');
    const type = DATA_URL.exec(plain);
    const body = type ? plain.slice(type[0].length) : plain;
    if (this.#notFiles.has(this.#stringIndex) || !BASE64.test(body)) {
      // Text after all: kept as it came, the rest of it without another look.
      this.#keep(Buffer.from(head, 'latin1'));
      this.#head = '';
      this.#isText = true;
      return;
    }
    const file = path.join(this.#directory, `answer-${this.files.length}`);
    const stream = createWriteStream(file, { flags: 'wx' });
    this.#sink = { stream, carry: '', sizeBytes: 0, path: file, type: type?.[1] ?? '' };
    await this.#spill(body);
  }

  async #spill(piece: string): Promise<void> {
    const sink = this.#sink;
    if (!sink) return;
    const plain = (sink.carry + piece).replaceAll('\\/', '/');
    // A backslash at the end belongs to what comes next.
    const whole = plain.endsWith('\\') ? plain.length - 1 : plain.length;
    const usable = whole - (whole % 4);
    if (!BASE64.test(plain.slice(0, whole))) throw new NotBase64(this.#stringIndex);
    sink.carry = plain.slice(usable);
    await this.#write(Buffer.from(plain.slice(0, usable), 'base64'));
  }

  async #write(bytes: Buffer): Promise<void> {
    const sink = this.#sink;
    if (!sink || bytes.length === 0) return;
    sink.sizeBytes += bytes.length;
    if (!sink.stream.write(bytes)) await new Promise((resolve) => sink.stream.once('drain', resolve));
  }

  async #endString(): Promise<void> {
    const sink = this.#sink;
    if (sink) {
      await this.#write(Buffer.from(sink.carry, 'base64'));
      await this.#close();
      this.#keep(Buffer.from(`file:${this.files.length - 1}`));
    } else this.#keep(Buffer.from(this.#head ?? '', 'latin1'));
    this.#head = undefined;
    this.#keep(Buffer.from('"'));
  }

  async #close(): Promise<void> {
    const sink = this.#sink;
    if (!sink) return;
    this.#sink = undefined;
    sink.stream.end();
    await finished(sink.stream);
    this.files.push({ path: sink.path, sizeBytes: sink.sizeBytes, contentType: sink.type });
  }

  #keep(bytes: Buffer): void {
    this.#textBytes += bytes.length;
    if (this.#textBytes > MAX_TEXT_BYTES) throw new TextTooLarge();
    this.#text.push(Buffer.from(bytes));
  }
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text);
  } catch {
    // Not JSON: the adapter sees that there is no body it could read.
    return undefined;
  }
}

/** A small answer on disk as JSON; undefined when it is none, or too large to be an answer without files. */
export async function readJsonFile(source: string): Promise<Json | undefined> {
  const { size } = await stat(source);
  return size > MAX_TEXT_BYTES ? undefined : parse(await readFile(source, 'utf8'));
}
