import type { Task } from '@atelier/shared/contracts/task';
import { onTestFinished } from 'vitest';
import { TaskClient } from '../../backend/test/task-client.ts';
import {
  giveMembership,
  openTestStudio,
  type TestStudio,
  type TestStudioOptions,
} from '../../backend/test/test-studio.ts';
import type { EmulatorOptions } from './options.ts';
import { type Emulator, startEmulator } from './server.ts';

/** A whole server whose vendors are all emulated, with one member who can pay. For tests. */
export interface EmulatedStudio {
  readonly emulator: Emulator;
  readonly studio: TestStudio;
  readonly client: TaskClient;
  /** Orders by `POST /api/tasks` with the recipe `generate`. Throws when the order is refused. */
  order(model: string, parameters: Record<string, unknown>, inputAssetIds?: readonly string[]): Promise<Task>;
}

export async function openEmulatedStudio(
  options: TestStudioOptions & { emulator?: Partial<EmulatorOptions>; credits?: number } = {},
): Promise<EmulatedStudio> {
  const emulator = await startEmulator(options.emulator);
  onTestFinished(() => emulator.stop());
  const studio = await openTestStudio({
    ...options,
    environment: { EMULATOR_URL: emulator.url, ...options.environment },
  });
  const session = await studio.user(options.credits ?? 100_000);
  await giveMembership(studio, session.account.id);
  const client = new TaskClient(studio, session);
  return {
    emulator,
    studio,
    client,
    order: async (model, parameters, inputAssetIds = []) => {
      const { status, body } = await client
        .send('post', '/api/tasks')
        .send({ taskType: 'generate', model, parameters, inputAssetIds });
      if (status !== 201) throw new Error(`not ordered: ${JSON.stringify(body)}`);
      return body.data;
    },
  };
}
