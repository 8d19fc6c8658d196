import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { Task } from '@atelier/shared/contracts/task';
import { writeFrames } from '@atelier/shared/pose-frames';
import { priceOf } from '@atelier/shared/pricing';
import { Button } from '@mantine/core';
import { IconRefresh } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';
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
  const queryClient = useQueryClient();
  const frames = writeFrames(chosen);
  const parameters = { ...task.parameters, frames };
  const price =
    chosen.length === 0
      ? undefined
      : priceOf(model.priceRule, { inputCount: 1, outputCount: chosen.length, parameters });
  // The same choice clicked twice, or sent again after a lost answer, is one order.
  const order = useRef({ frames: '', key: '' });
  const redo = useMutation({
    mutationFn: () => {
      if (order.current.frames !== frames) order.current = { frames, key: crypto.randomUUID() };
      const { taskType, inputs } = task;
      return api.post('/api/tasks', {
        body: {
          taskType,
          model: model.slug,
          parameters,
          inputAssetIds: inputs.map(({ id }) => id),
          expectedPrice: price,
        },
        idempotencyKey: order.current.key,
      });
    },
    onSuccess: (started) => {
      queryClient.setQueryData(queryKeys.task(started.id), started);
      void queryClient.invalidateQueries({ queryKey: queryKeys.taskLists });
      void queryClient.invalidateQueries({ queryKey: queryKeys.credits });
      onStarted(started);
    },
  });

  return (
    <div className={classes.redo}>
      {redo.isError && <FailureNote error={redo.error} title={t('frames.redoFailed')} />}
      <p className={classes.hint}>{t('frames.redoHint')}</p>
      <Button
        variant="default"
        size="md"
        disabled={price === undefined}
        loading={redo.isPending}
        leftSection={<IconRefresh size={16} aria-hidden />}
        onClick={() => redo.mutate()}
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
