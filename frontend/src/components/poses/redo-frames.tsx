import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { Task } from '@atelier/shared/contracts/task';
import { writeFrames } from '@atelier/shared/pose-frames';
import { priceOf } from '@atelier/shared/pricing';
import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useCreateTask } from '../../features/tasks/task-actions.ts';
import { useOnceKey } from '../../hooks/use-once-key.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import classes from './frames.module.css';

interface RedoFramesProps {
  readonly task: Task;
  readonly model: CatalogueModel;
  /** Numbers of frames, in the order they were chosen. */
  readonly chosen: readonly number[];
  readonly onStarted: (task: Task) => void;
}

/** Starts a task of its own for the chosen frames, at the price of these alone. */
export function RedoFrames({ task, model, chosen, onStarted }: RedoFramesProps) {
  const { t } = useTranslation('task');
  const frames = writeFrames(chosen);
  const parameters = { ...task.parameters, frames };
  const price =
    chosen.length === 0
      ? undefined
      : priceOf(model.priceRule, { inputCount: 1, outputCount: chosen.length, parameters });
  const keyFor = useOnceKey();
  const create = useCreateTask();
  const redo = () => {
    const { id, taskType, inputs } = task;
    const request = {
      taskType,
      model: model.slug,
      parameters,
      inputAssetIds: inputs.map(({ id: inputId }) => inputId),
      ...(price !== undefined && { expectedPrice: price }),
    };
    // The same choice clicked twice, or sent again after a lost answer, is one order; after a newer task it is another.
    create.mutate({ request, idempotencyKey: keyFor({ after: id, frames }) }, { onSuccess: onStarted });
  };

  return (
    <div className={classes.redo}>
      {create.isError && <FailureNote error={create.error} title={t('frames.redoFailed')} />}
      <p className={classes.hint}>{t('frames.redoHint')}</p>
      <Button
        variant="default"
        size="md"
        disabled={price === undefined}
        loading={create.isPending}
        leftSection={<IconRefresh size={16} aria-hidden />}
        onClick={redo}
      >
        {price === undefined
          ? t('frames.redoNone')
          : t('frames.redo', {
              frames: t('frames.count', { count: chosen.length }),
              credits: t('frames.credits', { count: price }),
            })}
      </Button>
    </div>
  );
}
