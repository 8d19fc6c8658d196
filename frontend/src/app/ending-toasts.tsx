import '@mantine/core/styles/Notification.layer.css';
import { Notification } from '@mantine/core';
import { IconAlertCircle, IconCircleCheck } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from './ending-toasts.module.css';

/** Something that came to its end elsewhere: a task, a batch, or a webhook that was switched off. */
export interface Ending {
  readonly id: string;
  readonly kind: 'completed' | 'failed' | 'batchDone' | 'batchPartly' | 'webhookOff';
  readonly name: string;
  /** Where it is looked at. */
  readonly path: string;
}

interface EndingToastsProps {
  readonly endings: readonly Ending[];
  readonly onDismiss: (id: string) => void;
}

const SHOWN_FOR_MS = 8_000;
const MOST_AT_ONCE = 3;

function EndingToast({ ending, onDismiss }: { ending: Ending; onDismiss: EndingToastsProps['onDismiss'] }) {
  const { t } = useTranslation('shell');
  const { id, kind, name, path } = ending;
  const isBad = kind !== 'completed' && kind !== 'batchDone';

  useEffect(() => {
    // The failure of a task or in a batch stays until it was seen; that of a webhook has its place in the menu.
    if (kind === 'failed' || kind === 'batchPartly') return;
    const timer = setTimeout(() => onDismiss(id), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [kind, id, onDismiss]);

  return (
    <Notification
      withBorder
      color={isBad ? 'red' : 'accent'}
      icon={isBad ? <IconAlertCircle size={18} aria-hidden /> : <IconCircleCheck size={18} aria-hidden />}
      title={t(`ending.${kind}`, { name })}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
      onClose={() => onDismiss(id)}
    >
      <Link to={path} className={classes.link ?? ''} onClick={() => onDismiss(id)}>
        {t('common:action.open')}
      </Link>
    </Notification>
  );
}

export function EndingToasts({ endings, onDismiss }: EndingToastsProps) {
  return (
    <div className={classes.stack} aria-live="polite">
      {endings.slice(-MOST_AT_ONCE).map((ending) => (
        <EndingToast key={ending.id} ending={ending} onDismiss={onDismiss} />
      ))}
    </div>
  );
}
