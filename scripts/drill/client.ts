import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Task } from '@atelier/shared/contracts/task';
import sharp from 'sharp';

export interface Answer<T> {
  readonly status: number;
  readonly code: string | undefined;
  readonly data: T;
}

/** How long a client keeps asking a server that is away before the drill gives up. */
const PATIENCE_MS = 120_000;
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

  /** One stored picture to make tasks from; the task that brings it counts as one. */
  async upload(): Promise<Task> {
    const bytes = await sharp({ create: { width: 64, height: 64, channels: 3, background: '#884422' } })
      .png()
      .toBuffer();
    const form = new FormData();
    form.set('taskType', 'basic_clean');
    form.set('parameters', '{"template":"matting"}');
    form.set('files', new Blob([new Uint8Array(bytes)], { type: 'image/png' }), 'drill.png');
    const response = await fetch(`${this.#url()}/api/tasks`, {
      method: 'POST',
      headers: this.headers,
      body: form,
    });
    const { data } = (await response.json()) as { data: Task };
    this.assetId = data.inputs[0]?.id ?? '';
    return data;
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
    const { data, code } = (await response.json()) as { data: T; code?: string };
    return { status: response.status, code, data };
  }

  /** Orders one task under a key, as often as it takes to get an answer. */
  createTask(key: string = randomUUID()): Promise<Task> {
    return this.persist<Task>('/api/tasks', this.order, { 'idempotency-key': key });
  }

  get order() {
    return { taskType: 'basic_clean', inputAssetIds: [this.assetId], parameters: { template: 'matting' } };
  }

  /** Repeats until the server answers well. Only lines that break and "try later" are tried again. */
  async persist<T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
    const endsAt = performance.now() + PATIENCE_MS;
    for (;;) {
      const answer = await this.send<T>('POST', path, body, headers).catch(() => undefined);
      if (answer && answer.status < 300) return answer.data;
      if (answer && answer.status < 500)
        throw new Error(`${path} was refused: ${answer.status} ${answer.code}`);
      if (performance.now() > endsAt) throw new Error(`${path} was never answered`);
      await sleep(PAUSE_MS);
    }
  }

  async task(id: string): Promise<Task> {
    return (await this.send<Task>('GET', `/api/tasks/${id}`)).data;
  }
}
