import { stopWithLauncher } from './lib/lifeline.ts';
import { stopChildrenOnSignals } from './lib/run-command.ts';
import { chooseStages, runStages, type Stage } from './lib/stages.ts';

/** Stages named on the command line, or an explanation and no run. */
function stagesOrExplanation(words: readonly string[]): readonly Stage[] {
  try {
    return chooseStages(words);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exit(2);
  }
}

stopWithLauncher();
stopChildrenOnSignals();
await runStages(stagesOrExplanation(process.argv.slice(2)));
