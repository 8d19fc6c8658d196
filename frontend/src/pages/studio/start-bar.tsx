import { Button } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import classes from '../../components/start-bar.module.css';
import { MembersNote } from '../../features/session/members-note.tsx';
import { formatDuration, formatNumber } from '../../lib/format.ts';
import { FailureNote } from '../../ui/failure-note.tsx';

interface StartBarProps {
  readonly pictureCount: number;
  /** Whether the pictures start as one batch, with the sum as its agreed limit. */
  readonly isBatch: boolean;
  /** Pictures are being checked, or the batch is being made. */
  readonly isBusy: boolean;
  /** Why the batch could not be made. */
  readonly failure: Error | null;
  /** Whether the recipe is for members and this account is none. */
  readonly lacksMembership: boolean;
  readonly pricePerPicture: number | undefined;
  /** Why there is no price. */
  readonly priceFailure: Error | null;
  readonly onPriceRetry: () => void;
  readonly available: number | undefined;
  /** From this installation's own history; null while it has none. */
  readonly typicalSeconds: number | null;
  readonly canStart: boolean;
  readonly onStart: () => void;
}

/** What it will cost, what is left after, and the one button. Always in sight. */
export function StartBar(props: StartBarProps) {
  const { t } = useTranslation('studio');
  const { pictureCount, isBatch, isBusy, failure, pricePerPicture, available, canStart, onStart } = props;
  const { priceFailure, onPriceRetry } = props;
  const total = pricePerPicture === undefined ? undefined : pricePerPicture * pictureCount;
  const isShort = total !== undefined && available !== undefined && total > available;
  const many = isBatch ? t('startBatch', { count: pictureCount }) : t('startMany', { count: pictureCount });
  const label = pictureCount > 1 ? many : t('start');

  return (
    <div className={classes.bar}>
      {failure && (
        <div className={classes.failure}>
          <FailureNote error={failure} />
        </div>
      )}
      {priceFailure && (
        <div className={classes.failure}>
          <FailureNote error={priceFailure} title={t('common:noPrice')} onRetry={onPriceRetry} />
        </div>
      )}
      {props.lacksMembership ? (
        <MembersNote />
      ) : isShort ? (
        <p className={classes.short} role="alert">
          {t('insufficient', {
            required: t('common:credits', { count: total }),
            available: formatNumber(available),
          })}{' '}
          <Link to="/credits">{t('seeCredits')}</Link>
        </p>
      ) : (
        <Price {...props} total={total} />
      )}
      <Button
        className={classes.start ?? ''}
        size="md"
        disabled={!canStart}
        loading={isBusy}
        leftSection={<IconPlayerPlayFilled size={16} aria-hidden />}
        onClick={onStart}
      >
        {label}
      </Button>
    </div>
  );
}

/** Breaks, where the line is too long, come between the facts and not inside one. */
const keepTogether = (part: string): string => part.replaceAll(' ', '\u00a0');

function Price({
  pictureCount,
  isBatch,
  pricePerPicture,
  available,
  typicalSeconds,
  total,
}: StartBarProps & { total: number | undefined }) {
  const { t } = useTranslation('studio');
  if (pricePerPicture === undefined || total === undefined) return <div className={classes.price} />;
  if (pictureCount === 0)
    return (
      <div className={classes.price}>
        <strong className={classes.total}>{t('perPicture', { count: pricePerPicture })}</strong>
        <span className={classes.more}>{t('addFirst')}</span>
      </div>
    );
  const left = available === undefined ? undefined : t('after', { credits: formatNumber(available - total) });
  const time = typicalSeconds === null ? undefined : t('typically', { time: formatDuration(typicalSeconds) });
  return (
    <div className={classes.price} aria-live="polite">
      <strong className={classes.total}>
        {isBatch ? t('atMost', { count: total }) : t('common:credits', { count: total })}
      </strong>
      <span className={classes.more}>
        {[
          pictureCount > 1 ? t('each', { count: pictureCount, price: pricePerPicture }) : undefined,
          left,
          time,
        ]
          .filter((part) => part !== undefined)
          .map(keepTogether)
          .join(' · ')}
      </span>
    </div>
  );
}
