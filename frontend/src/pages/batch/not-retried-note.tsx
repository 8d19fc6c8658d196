import type { BatchFileOutcome } from '@atelier/shared/contracts/batch';
import { ActionIcon } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './batch-page.module.css';

interface NotRetriedNoteProps {
  readonly outcomes: readonly BatchFileOutcome[];
  readonly onClose: () => void;
}

/** Which failed pictures were left as they are, and why. */
export function NotRetriedNote({ outcomes, onClose }: NotRetriedNoteProps) {
  const { t } = useTranslation('batch');
  const reasons = [...Map.groupBy(outcomes, ({ message }) => message ?? '')];
  return (
    <div className={classes.note} role="status">
      <div className={classes.noteText}>
        <strong>{t('retry.left', { count: outcomes.length })}</strong>
        <ul>
          {reasons.map(([message, left]) => (
            <li key={message}>
              {message} <span className={classes.hint}>{left.map(({ name }) => name).join(', ')}</span>
            </li>
          ))}
        </ul>
      </div>
      <ActionIcon aria-label={t('common:action.close')} onClick={onClose}>
        <IconX size={18} aria-hidden />
      </ActionIcon>
    </div>
  );
}
