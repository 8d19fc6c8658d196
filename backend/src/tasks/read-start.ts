import type { Logger } from '../lib/logger.ts';
import type { StartInput, StartOutcome, TransportAnswer } from '../providers/adapter.ts';
import { failure } from '../providers/read-failure.ts';
import type { Work } from './finish-task.ts';

/**
 * What the vendor's answer to a start means. The vendor has been heard by now: an answer that breaks its reader says
 * neither that the work was done nor that it was not, so it is an unknown outcome wherever repeating could buy it twice.
 */
export function readStart(
  { logger }: { readonly logger: Logger },
  { row, entry: { provider, model } }: Pick<Work, 'row' | 'entry'>,
  answer: TransportAnswer,
  input: StartInput,
): StartOutcome {
  try {
    return provider.readStart(answer, model, input);
  } catch (error) {
    if (provider.isRepeatable) throw error;
    logger.error({ err: error, taskId: row.id }, 'an answer to a start could not be read');
    const detail = `the answer to the start could not be read: ${String(error)}`;
    return { kind: 'failed', failure: failure('outcome_unknown', detail) };
  }
}
