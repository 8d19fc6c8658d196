import { join } from 'node:path';
import { PICTURE_OPERATIONS } from '../../pictures/picture-pool.ts';
import type { OutputFile, ProviderAdapter } from '../adapter.ts';

/** The machine's own engine as a provider: one picture job per input, done when the answer comes. */
export const adapter: ProviderAdapter = {
  slug: 'local',
  isRepeatable: true,
  // As many as the pool has threads at most; more would only wait there instead of in the task queue.
  maxConcurrent: 2,
  limitPer: 'process',
  start({ vendorModel }, { inputs, parameters, workDirectory }) {
    const operation = PICTURE_OPERATIONS.find((name) => name === vendorModel);
    if (!operation) throw new Error(`there is no local operation "${vendorModel}"`);
    return {
      kind: 'local',
      jobs: inputs.map(({ path, position }) => ({
        inputPosition: position,
        job: {
          operation,
          parameters,
          sourcePath: path,
          outputDirectory: join(workDirectory, `output-${position}`),
        },
      })),
    };
  },
  readStart(answer) {
    if (answer.kind !== 'local') throw new Error('the local provider makes no calls');
    const { pictures } = answer;
    return {
      kind: 'done',
      outputs: pictures.map(
        ({ inputPosition, picture }): OutputFile => ({
          path: picture.path,
          name: picture.name,
          role: picture.role,
          inputPosition,
          contentType: picture.contentType,
          width: picture.width,
          height: picture.height,
          hasAlpha: picture.hasAlpha,
          sizeBytes: picture.sizeBytes,
          sha256: picture.sha256,
          thumbnailPath: picture.thumbnailPath,
        }),
      ),
    };
  },
};
