import { mkdtemp, rm } from 'node:fs/promises';
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createStore } from '@atelier/backend/storage/create-store';
import type { ObjectStore } from '@atelier/backend/storage/object-store';
import { openS3Listener, S3_ACCOUNT } from '../../backend/test/s3-server.ts';
import type { Random } from './random.ts';

/** How a bucket misbehaves. Shares are probabilities from 0 to 1, drawn for each request. */
export interface BucketTrouble {
  /** Answers 503 or 500 and keeps nothing. */
  readonly errorShare: number;
  /** Keeps the object and cuts the line instead of answering. */
  readonly lostShare: number;
  /** Says yes and keeps nothing. */
  readonly lyingShare: number;
  /** Takes its time before it begins. */
  readonly slowShare: number;
  readonly slowMs: number;
}

const CALM: BucketTrouble = { errorShare: 0, lostShare: 0, lyingShare: 0, slowShare: 0, slowMs: 0 };
const BUCKET = 'atelier';

/** A real S3 server with a troubled door and a calm one: what a server process sees, and what really lies in the bucket. */
export class S3Emulator {
  readonly #folder: string;
  readonly #servers: readonly Server[];
  readonly #addresses: string[] = [];
  readonly #random: Random;
  readonly #counts = { puts: 0, troubled: 0 };
  trouble: BucketTrouble = CALM;

  private constructor(folder: string, random: Random, serve: RequestListener) {
    this.#folder = folder;
    this.#random = random;
    this.#servers = [
      createServer((request, response) => this.#serveWithTrouble(request, response, serve)),
      createServer(serve),
    ];
  }

  static async open(random: Random): Promise<S3Emulator> {
    const folder = await mkdtemp(path.join(tmpdir(), 'atelier-bucket-'));
    const emulator = new S3Emulator(folder, random, await openS3Listener(folder, BUCKET));
    for (const server of emulator.#servers) {
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const { port } = server.address() as AddressInfo;
      emulator.#addresses.push(`http://127.0.0.1:${port}`);
    }
    return emulator;
  }

  /** Puts that came through the troubled door, and requests of any kind that met trouble there. */
  get counts(): { readonly puts: number; readonly troubled: number } {
    return this.#counts;
  }

  /** What a server process needs to use the bucket through the troubled door. */
  get environment(): Record<string, string> {
    return {
      STORAGE_PROVIDER: 'minio',
      S3_BUCKET_NAME: BUCKET,
      S3_ACCESS_KEY_ID: S3_ACCOUNT.accessKeyId,
      S3_SECRET_ACCESS_KEY: S3_ACCOUNT.secretAccessKey,
      S3_ENDPOINT: this.#addresses[0] ?? '',
    };
  }

  /** The bucket through the calm door. */
  get store(): ObjectStore {
    const endpoint = this.#addresses[1] ?? '';
    return createStore({ provider: 'minio', bucket: BUCKET, endpoint, ...S3_ACCOUNT }).store;
  }

  async close(): Promise<void> {
    for (const server of this.#servers) {
      server.closeAllConnections();
      server.close();
    }
    await rm(this.#folder, { recursive: true, force: true });
  }

  #serveWithTrouble(request: IncomingMessage, response: ServerResponse, serve: RequestListener): void {
    const { errorShare, lostShare, lyingShare, slowShare, slowMs } = this.trouble;
    const isPut = request.method === 'PUT';
    if (isPut) this.#counts.puts += 1;
    const draw = this.#random.next();
    const isTroubled = draw < errorShare + lostShare + lyingShare + slowShare;
    if (isTroubled) this.#counts.troubled += 1;
    if (draw < errorShare) refuse(request, response, this.#random.next() < 0.5 ? 503 : 500);
    else if (draw < errorShare + lostShare) serve(request, withLostAnswer(request, response));
    else if (isPut && draw < errorShare + lostShare + lyingShare) lie(request, response);
    else if (isTroubled) setTimeout(() => serve(request, response), slowMs * this.#random.next());
    else serve(request, response);
  }
}

/** Answers after the body has come, as a server does that wants its answer to be read. */
function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  const code = status === 503 ? 'SlowDown' : 'InternalError';
  request.resume().on('end', () => {
    response.writeHead(status, { 'content-type': 'application/xml' });
    response.end(`<?xml version="1.0"?><Error><Code>${code}</Code><Message>no</Message></Error>`);
  });
}

function lie(request: IncomingMessage, response: ServerResponse): void {
  request.resume().on('end', () => response.writeHead(200, { etag: '"x"' }).end());
}

function withLostAnswer(request: IncomingMessage, response: ServerResponse): ServerResponse {
  response.end = () => {
    request.socket.destroy();
    return response;
  };
  return response;
}
