import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Task } from '@atelier/shared/contracts/task';
import sharp from 'sharp';

export interface Answer<T> {
  readonly status: number;
  readonly code: string | undefined;
  readonly data: T;
}

const picture = sharp({ create: { width: 64, height: 64, channels: 3, background: '#884422' } })
  .png()
  .toBuffer();

/** The picture that drills send. */
export const pictureOf = (): Promise<Buffer> => picture;

/** How long a client keeps asking a server that is away before the drill gives up. */
const PATIENCE_MS = 600_000;
const PAUSE_MS = 40;

/** A program that uses the API as a careful one does: with a key for each purchase, asking again when cut off. */
export class DrillClient {
  readonly #url: () => string;
  #token = '';
  userId = '';
  assetId = '';

  constructor(url: () => string) {
    this.#url = url;
  }

  get headers(): Record<string, string> {
    return { authorization: `Bearer ${this.#token}` };
  }

  /** Registers a new user and uploads one picture. */
  async join(): Promise<this> {
    const name = `drill${randomUUID().slice(0, 12)}`;
    const session = await this.persist<{ accessToken: string; account: { id: string } }>(
      '/api/auth/register',
      { email: `${name}@example.com`, username: name, password: 'correct horse battery' },
    );
    this.#token = session.accessToken;
    this.userId = session.account.id;
    return this;
  }

  /**
   * Orders one task and brings its picture along, under a key and as often as it takes; later orders of this client
   * are about the same picture.
   */
  async upload(key: string = randomUUID()): Promise<Task> {
    const task = await this.#untilAnswered('the upload', () => this.sendUpload({ 'idempotency-key': key }));
    this.assetId = task.inputs[0]?.id ?? '';
    return task;
  }

  /** One try of an upload. @throws TypeError when the line breaks. */
  async sendUpload(headers: Record<string, string> = {}): Promise<Answer<Task>> {
    const form = new FormData();
    form.set('taskType', 'basic_clean');
    form.set('parameters', '{"template":"matting"}');
    form.set('files', new Blob([new Uint8Array(await picture)], { type: 'image/png' }), 'drill.png');
    const request = { method: 'POST', headers: { ...this.headers, ...headers }, body: form };
    return readAnswer(await fetch(`${this.#url()}/api/tasks`, request));
  }

  /** One try. @throws TypeError when the line breaks. */
  async send<T>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<T>> {
    const response = await fetch(`${this.#url()}${path}`, {
      method,
      headers: {
        ...this.headers,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return readAnswer(response);
  }

  /** Orders one task under a key, as often as it takes to get an answer. */
  createTask(key: string = randomUUID()): Promise<Task> {
    return this.persist<Task>('/api/tasks', this.order, { 'idempotency-key': key });
  }

  get order() {
    return { taskType: 'basic_clean', inputAssetIds: [this.assetId], parameters: { template: 'matting' } };
  }

  /** Posts until the server answers well. */
  persist<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    return this.#untilAnswered(path, () => this.send<T>('POST', path, body, headers));
  }

  async task(id: string): Promise<Task> {
    return (await this.send<Task>('GET', `/api/tasks/${id}`)).data;
  }

  /** Only lines that break, and the server's own trouble, are tried again. */
  async #untilAnswered<T>(what: string, attempt: () => Promise<Answer<T>>): Promise<T> {
    const endsAt = performance.now() + PATIENCE_MS;
    for (;;) {
      const answer = await attempt().catch(() => undefined);
      if (answer && answer.status < 300) return answer.data;
      if (answer && answer.status < 500)
        throw new Error(`${what} was refused: ${answer.status} ${answer.code}`);
      if (performance.now() > endsAt) throw new Error(`${what} was never answered`);
      await sleep(PAUSE_MS);
    }
  }
}

async function readAnswer<T>(response: Response): Promise<Answer<T>> {
  const { data, code } = (await response.json()) as { data: T; code?: string };
  return { status: response.status, code, data };
}
