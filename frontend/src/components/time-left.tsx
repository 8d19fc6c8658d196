import { useTranslation } from 'react-i18next';
import { useNow } from '../hooks/use-now.ts';
import { formatDuration } from '../lib/format.ts';

/** Figures that change every second look more exact than they are. */
const STEP_SECONDS = 5;

/** How long something will still take, counting down. Nothing when that is unknown. Read aloud only when asked for. */
export function TimeLeft({ until }: { readonly until: string | null | undefined }) {
  const { t } = useTranslation();
  const nowMs = useNow(Boolean(until));
  if (!until) return null;
  const seconds = Math.round((Date.parse(until) - nowMs) / 1000 / STEP_SECONDS) * STEP_SECONDS;
  const isFew = seconds <= STEP_SECONDS;
  return (
    <span role="timer" aria-live="off" style={{ whiteSpace: 'nowrap' }}>
      {isFew ? t('timeLeftFew') : t('timeLeft', { time: formatDuration(seconds) })}
    </span>
  );
}
