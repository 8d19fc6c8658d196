import type { ApiKey, CreateApiKeyRequest } from '@atelier/shared/contracts/api-key';
import type { Session } from '@atelier/shared/contracts/session';
import { TaskClient } from './task-client.ts';
import type { TestStudio } from './test-studio.ts';

export interface KeyOfTest {
  readonly key: ApiKey;
  readonly secret: string;
  /** Speaks with the key as bearer. */
  readonly client: TaskClient;
}

/** Makes an API key as its owner would. */
export async function makeKey(
  studio: TestStudio,
  session: Session,
  wish: Partial<CreateApiKeyRequest> = {},
): Promise<KeyOfTest> {
  const owner = new TaskClient(studio, session);
  const { body, status } = await owner
    .send('post', '/api/keys')
    .send({ name: 'script', scopes: ['read', 'create'], ...wish });
  if (status !== 201) throw new Error(`no key was made: ${JSON.stringify(body)}`);
  const { key, secret } = body.data;
  return { key, secret, client: new TaskClient(studio, { ...session, accessToken: secret }) };
}

/** Two keys of one owner, who has so many credits and a picture to make tasks of. */
export async function openWithKey(
  studio: TestStudio,
  { credits = 100, ...wish }: Partial<CreateApiKeyRequest> & { credits?: number } = {},
) {
  const session = await studio.user(credits);
  const owner = new TaskClient(studio, session);
  const first = await owner.createTask();
  const pictureId = first.inputs[0]?.id;
  if (pictureId === undefined) throw new Error('the task has no input');
  await owner.send('post', `/api/tasks/${first.id}/cancel`);
  const own = await makeKey(studio, session, wish);
  /** Orders a task of one credit per picture. */
  const order = (client: TaskClient, pictures = 1) =>
    client
      .send('post', '/api/tasks')
      .send({ taskType: 'background_removal', inputAssetIds: Array(pictures).fill(pictureId) });
  return { studio, session, owner, ...own, order };
}
