import { MAX_FILES_PER_TASK } from '@atelier/shared/limits';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useNavigate } from 'react-router';
import type { KeptSelection, PictureSelection } from '../../components/use-picture-selection.ts';
import { useCreateBatch, useIsCreatingBatch } from '../../features/batches/batch-actions.ts';
import type { PriceQuestion } from '../../features/catalogue/use-price.ts';
import { submissionQueue } from '../../features/tasks/submissions.ts';
import { isApiError } from '../../lib/api-error.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** A handful of pictures is watched best one by one, on the workbench; more than that as one batch with a page of its own. */
export const isBatchSize = (pictureCount: number): boolean => pictureCount > MAX_FILES_PER_TASK;

interface StartRequest {
  readonly selection: Pick<PictureSelection, 'readyFiles'>;
  /** Where the pictures lie, also when the page is left before the answer comes. */
  readonly kept: Pick<KeptSelection, 'release'>;
  readonly chosen: PriceQuestion | undefined;
  /** Whole credits per picture that are on show. */
  readonly price: number | undefined;
  readonly canStart: boolean;
  /** Called once single tasks are on their way. */
  readonly onTasks: () => void;
}

/** Starts what is laid out: tasks of their own, or a batch, whose limit is the sum on show. */
export function useStart({ selection, kept, chosen, price, canStart, onTasks }: StartRequest) {
  const { readyFiles } = selection;
  const { release } = kept;
  const navigate = useNavigate();
  const queryClient = useQueryClient();
  const create = useCreateBatch(release);
  const { mutate } = create;
  const isPending = useIsCreatingBatch();

  const startBatch = useCallback(
    (question: PriceQuestion, expectedPrice: number) => {
      const order = {
        taskType: question.taskType,
        model: question.model.slug,
        parameters: question.parameters,
        expectedPrice,
        maxCredits: expectedPrice * readyFiles.length,
        files: readyFiles.map(({ name, size }) => ({ name, sizeBytes: size })),
      };
      mutate(
        { order, files: readyFiles },
        {
          onSuccess: (batch) => void navigate(`/batches/${batch.id}`),
          onError: (error) => {
            // The sum on show was not the server's: the next look at it must be.
            if (!isApiError(error, 'price_changed')) return;
            void queryClient.invalidateQueries({ queryKey: queryKeys.models });
            void queryClient.invalidateQueries({ queryKey: queryKeys.quotes });
          },
        },
      );
    },
    [mutate, readyFiles, navigate, queryClient],
  );

  const start = useCallback(() => {
    if (!canStart || !chosen || price === undefined || isPending) return;
    if (isBatchSize(readyFiles.length)) return startBatch(chosen, price);
    submissionQueue.add(readyFiles, {
      taskType: chosen.taskType,
      model: chosen.model.slug,
      parameters: chosen.parameters,
      expectedPrice: price,
    });
    release(readyFiles);
    onTasks();
  }, [canStart, chosen, price, isPending, readyFiles, release, startBatch, onTasks]);

  return { start, isStarting: isPending, error: create.error };
}
