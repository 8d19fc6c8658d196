import type { Envelope } from '@atelier/shared/contracts/envelope';
import type { Session } from '@atelier/shared/contracts/session';
import type { Task } from '@atelier/shared/contracts/task';
import request, { type Test } from 'supertest';
import { eventually, type TestStudio } from './test-studio.ts';

export type Answer<T> = { status: number; body: Envelope<T>; headers: Record<string, string> };

/** Talks to a test studio as one signed-in API client. */
export class TaskClient {
  readonly studio: TestStudio;
  readonly userId: string;
  readonly #token: string;

  constructor(studio: TestStudio, session: Session) {
    this.studio = studio;
    this.userId = session.account.id;
    this.#token = session.accessToken;
  }

  send(method: 'get' | 'post' | 'put' | 'patch' | 'delete', path: string): Test {
    return request(this.studio.app)[method](path).set('Authorization', `Bearer ${this.#token}`);
  }

  /** POST /api/tasks with one file. */
  create(
    options: { fields?: Record<string, string>; key?: string; bytes?: Buffer; name?: string } = {},
  ): Test {
    const fields = { taskType: 'basic_clean', ...options.fields };
    const test = this.send('post', '/api/tasks');
    if (options.key !== undefined) test.set('Idempotency-Key', options.key);
    for (const [name, value] of Object.entries(fields)) test.field(name, value);
    return test.attach('files', options.bytes ?? Buffer.from('a picture'), options.name ?? 'mug.png');
  }

  async createTask(options: Parameters<TaskClient['create']>[0] = {}): Promise<Task> {
    const { body, status } = await this.create(options);
    if (status !== 201) throw new Error(`not created: ${JSON.stringify(body)}`);
    return body.data;
  }

  async task(id: string): Promise<Task> {
    return (await this.send('get', `/api/tasks/${id}`)).body.data;
  }

  /** Waits for the end of a task. */
  async ended(id: string, timeoutMs = 20_000): Promise<Task> {
    // Looked up below HTTP, so that many waiting clients do not take the time away from the work they wait for.
    await eventually(
      async () => (await this.studio.parts.reader.get(this.userId, id)).phase === 'ended',
      timeoutMs,
    );
    return this.task(id);
  }

  async credits(): Promise<{ credits: number; held: number; totalSpent: number }> {
    return (await this.send('get', '/api/credits')).body.data;
  }
}
