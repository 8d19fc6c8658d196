import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { eventStream } from '../lib/event-stream.ts';
import classes from './connection-note.module.css';

const SHOW_AFTER_MS = 4_000;

const subscribe = (changed: () => void) => eventStream.onState(changed);

/** Says that figures may lag while the live line is cut. Short cuts pass unmentioned (the style waits some seconds). */
export function ConnectionNote() {
  const { t } = useTranslation('shell');
  const state = useSyncExternalStore(subscribe, () => eventStream.state());
  if (state !== 'down') return null;
  return (
    <p className={classes.note} role="status" style={{ animationDelay: `${SHOW_AFTER_MS}ms` }}>
      {t('connection.lost')}
    </p>
  );
}
