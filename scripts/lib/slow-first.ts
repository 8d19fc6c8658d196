import { basename } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Half a minute or so each, so that one of them begun last would keep everybody waiting. */
const SLOW_FILES: ReadonlySet<string> = new Set([
  'axe.test.ts',
  'batch-life.test.ts',
  'callbacks.test.ts',
  'every-model.test.ts',
  'generate.test.ts',
  'restart.test.ts',
  'row-level-security.test.ts',
  'user.test.ts',
  'worker-pool.test.ts',
]);

const isSlow = ({ moduleId }: TestSpecification): boolean => SLOW_FILES.has(basename(moduleId));

/** Vitest's own order, largest files first where nothing is known of them, but with the slow files of each project ahead. */
export class SlowFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const byProject = Map.groupBy(await super.sort(files), ({ project }) => project.name);
    return [...byProject.values()].flatMap((ofProject) => [
      ...ofProject.filter(isSlow),
      ...ofProject.filter((file) => !isSlow(file)),
    ]);
  }
}
