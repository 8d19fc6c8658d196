import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import { lazy, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProps } from '../../features/catalogue/field-props.ts';
import { AssetPicture } from '../../features/results/asset-picture.tsx';
import { usePictureLinks } from '../../features/results/picture-links.ts';
import { useTask } from '../../features/tasks/task-queries.ts';
import { taskNameOf } from '../../lib/task-name.ts';
import { WhenOpened } from '../../ui/when-opened.tsx';
import classes from './pictures.module.css';

const TaskDialog = lazy(async () => ({ default: (await import('./task-dialog.tsx')).TaskDialog }));

interface TaskFieldProps {
  readonly field: FieldProps;
  readonly model: CatalogueModel;
}

/** A parameter that is an earlier task to go on with: shows it, and opens the dialog to choose another. */
export function TaskField({ field, model }: TaskFieldProps) {
  const { t } = useTranslation('generate');
  const { id, labelId, value, disabled, onChange } = field;
  const [isPicking, setIsPicking] = useState(false);
  const taskId = String(value);
  return (
    <div className={classes.picked}>
      {taskId !== '' && <ChosenTask taskId={taskId} />}
      <Button
        id={id}
        variant="default"
        disabled={disabled}
        aria-labelledby={`${labelId} ${id}`}
        leftSection={<IconHistory size={16} aria-hidden />}
        onClick={() => setIsPicking(true)}
      >
        {t(taskId === '' ? 'task.choose' : 'task.other')}
      </Button>
      <WhenOpened isOpen={isPicking}>
        <TaskDialog
          isOpen={isPicking}
          models={model.continues}
          onClose={() => setIsPicking(false)}
          onPick={(picked) => {
            onChange(picked);
            setIsPicking(false);
          }}
        />
      </WhenOpened>
    </div>
  );
}

function ChosenTask({ taskId }: { readonly taskId: string }) {
  const { t } = useTranslation('generate');
  const query = useTask(taskId);
  const links = usePictureLinks(() => query.refetch({ throwOnError: true }));
  const [result] = query.data?.results ?? [];
  if (query.isError && !query.data) return <span className={classes.refusal}>{t('task.gone')}</span>;
  if (!query.data || !result) return <span className={classes.pickedPicture} />;
  return (
    <>
      <span className={classes.pickedPicture}>
        <AssetPicture asset={result} alt="" links={links} />
      </span>
      <span className={classes.pickedName}>{taskNameOf(query.data)}</span>
    </>
  );
}
