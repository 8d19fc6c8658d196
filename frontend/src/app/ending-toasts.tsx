import '@mantine/core/styles/Notification.layer.css';
import { Notification } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './ending-toasts.module.css';

export interface Ending {
  readonly taskId: string;
  readonly name: string;
  readonly hasFailed: boolean;
}

interface EndingToastsProps {
  readonly endings: readonly Ending[];
  readonly onDismiss: (taskId: string) => void;
}

const SHOWN_FOR_MS = 8_000;
const MOST_AT_ONCE = 3;

function EndingToast({ ending, onDismiss }: { ending: Ending; onDismiss: EndingToastsProps['onDismiss'] }) {
  const { t } = useTranslation('shell');
  const { taskId, name, hasFailed } = ending;

  useEffect(() => {
    // A failure stays until it was seen.
    if (hasFailed) return;
    const timer = setTimeout(() => onDismiss(taskId), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [hasFailed, taskId, onDismiss]);

  return (
    <Notification
      withBorder
      color={hasFailed ? 'red' : 'accent'}
      icon={hasFailed ? <IconAlertCircle size={18} aria-hidden /> : <IconCircleCheck size={18} aria-hidden />}
      title={hasFailed ? t('ending.failed', { name }) : t('ending.completed', { name })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
      onClose={() => onDismiss(taskId)}
    >
      <Link to={`/tasks/${taskId}`} className={classes.link ?? ''} onClick={() => onDismiss(taskId)}>
        {t('common:action.open')}
      </Link>
    </Notification>
  );
}

export function EndingToasts({ endings, onDismiss }: EndingToastsProps) {
  return (
    <div className={classes.stack} aria-live="polite">
      {endings.slice(-MOST_AT_ONCE).map((ending) => (
        <EndingToast key={ending.taskId} ending={ending} onDismiss={onDismiss} />
      ))}
    </div>
  );
}
