import { IconPhotoSpark } from '@tabler/icons-react';
import { memo, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { taskNameOf } from '../lib/task-name.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import type { ProgressTask } from './progress-task.ts';
import classes from './task-progress.module.css';
import { TaskRow, type TaskRowActions } from './task-row.tsx';

export interface TaskProgressProps extends TaskRowActions {
  readonly tasks: readonly ProgressTask[];
  /** The recipe's name as shown; without it none is. */
  readonly recipeName?: (task: ProgressTask) => string | undefined;
}

/** Speaks the ends of tasks, and only those: a screen reader should not read every percent. */
function useEndAnnouncement(tasks: readonly ProgressTask[]): string {
  const { t } = useTranslation('task-progress');
  const [text, setText] = useState('');
  const known = useRef(new Map<string, ProgressTask['status']>());
  useEffect(() => {
    const ended: string[] = [];
    for (const task of tasks) {
      const before = known.current.get(task.id);
      const name = taskNameOf(task);
      if (before && before !== task.status && task.status === 'completed')
        ended.push(t('spoken.completed', { name }));
      if (before && before !== task.status && task.status === 'failed')
        ended.push(t('spoken.failed', { name }));
    }
    known.current = new Map(tasks.map((task) => [task.id, task.status]));
    if (ended.length > 0) setText(ended.join(' '));
  }, [tasks, t]);
  return text;
}

/** Of fifty rows only that is drawn again whose task moved, where the callbacks stay the same. */
const StillRow = memo(TaskRow);

/** Tasks with live bars, what each is busy with, and what can be done about it. */
export function TaskProgress({ tasks, recipeName, ...actions }: TaskProgressProps) {
  const { t } = useTranslation('task-progress');
  const spoken = useEndAnnouncement(tasks);
  return (
    <div>
      <p className={classes.spoken} aria-live="polite">
        {spoken}
      </p>
      {tasks.length === 0 ? (
        <EmptyState icon={IconPhotoSpark} title={t('empty.title')} text={t('empty.text')} />
      ) : (
        <ul className={classes.list} aria-label={t('list', { count: tasks.length })}>
          {tasks.map((task) => (
            <StillRow key={task.id} task={task} recipe={recipeName?.(task)} {...actions} />
          ))}
        </ul>
      )}
    </div>
  );
}
