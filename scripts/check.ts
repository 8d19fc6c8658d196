import { stopChildrenOnSignals } from './lib/run-command.ts';
import { runStages, STATIC_STAGES } from './lib/stages.ts';

// What can be said about the sources without running them: a few seconds, for the moment before a commit.
stopChildrenOnSignals();
await runStages(STATIC_STAGES);
