import type { CatalogueModel, Quote } from '@atelier/shared/contracts/catalogue';
import { Button } from '@mantine/core';
import { IconPlayerPlayFilled } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import bar from '../../components/start-bar.module.css';
import { formatDuration, formatNumber } from '../../lib/format.ts';
import { currentLocale } from '../../lib/locale.ts';
import { FailureNote } from '../../ui/failure-note.tsx';
import { useModelWords } from './model-words.ts';
import type { ReferencePicturesState } from './use-reference-pictures.ts';
import classes from './workbench.module.css';

interface GenerateBarProps {
  readonly model: CatalogueModel;
  readonly successor: CatalogueModel | undefined;
  readonly quote: Quote | undefined;
  /** Why it was not started. */
  readonly failure: Error | null;
  /** Why there is no price. */
  readonly quoteFailure: Error | null;
  readonly onQuoteRetry: () => void;
  /** The first parameter something must be said for. */
  readonly missing: string | undefined;
  readonly hasInputs: boolean;
  readonly pictures: Pick<ReferencePicturesState, 'isReady' | 'error'>;
  /** Whether the price is that of what is chosen now. */
  readonly isCurrent: boolean;
  readonly isStarting: boolean;
  readonly onStart: () => void;
}

/** What it will cost, how long it likely takes, and the one button. Always in sight. */
export function GenerateBar(props: GenerateBarProps) {
  const { t } = useTranslation('generate');
  const { model, successor, quote, failure, missing, hasInputs, pictures, isCurrent, isStarting, onStart } =
    props;
  const { quoteFailure, onQuoteRetry } = props;
  const words = useModelWords();
  const whyNot = words.whyNot(model);
  if (whyNot !== undefined) {
    return (
      <div className={bar.bar}>
        <p className={classes.whyNot} role="status">
          {whyNot}{' '}
          {successor && (
            <Link to={`/generate/${encodeURIComponent(successor.slug)}`}>
              {t('successor', { name: successor.label[currentLocale()] })}
            </Link>
          )}
        </p>
      </div>
    );
  }
  const isShort = quote !== undefined && !quote.affordable;
  return (
    <div className={bar.bar}>
      {failure && (
        <div className={bar.failure}>
          <FailureNote error={failure} />
        </div>
      )}
      {quoteFailure && (
        <div className={bar.failure}>
          <FailureNote error={quoteFailure} title={t('common:noPrice')} onRetry={onQuoteRetry} />
        </div>
      )}
      {isShort ? (
        <p className={bar.short} role="alert">
          {t('insufficient', {
            required: t('common:credits', { count: quote.credits }),
            available: formatNumber(quote.balance),
          })}{' '}
          <Link to="/credits">{t('seeCredits')}</Link>
        </p>
      ) : (
        <Price quote={quote} hint={hintOf(props, t)} />
      )}
      <Button
        className={bar.start ?? ''}
        size="md"
        disabled={missing === undefined && (!hasInputs || !pictures.isReady || isShort || !isCurrent)}
        loading={isStarting}
        aria-keyshortcuts="Control+Enter Meta+Enter"
        leftSection={<IconPlayerPlayFilled size={16} aria-hidden />}
        onClick={onStart}
      >
        {t('start')}
      </Button>
    </div>
  );
}

/** What is still to do before it can start; undefined when nothing is. */
function hintOf(
  { model, missing, hasInputs, pictures }: GenerateBarProps,
  t: TFunction<'generate'>,
): string | undefined {
  if (missing !== undefined) {
    const name = model.parameters.properties[missing]?.label[currentLocale()] ?? missing;
    return t('missing', { name });
  }
  if (!pictures.isReady) return t(pictures.error ? 'pictures.unread' : 'pictures.wait');
  return hasInputs ? undefined : t('missingPictures', { count: model.inputs.min });
}

function Price({ quote, hint }: { readonly quote: Quote | undefined; readonly hint: string | undefined }) {
  const { t } = useTranslation('generate');
  if (!quote) return <div className={bar.price} />;
  const time =
    quote.typicalSeconds === null ? [] : [t('typically', { time: formatDuration(quote.typicalSeconds) })];
  const left = t('after', { credits: formatNumber(quote.balance - quote.credits) });
  return (
    <div className={bar.price} aria-live="polite">
      <strong className={bar.total}>{t('common:credits', { count: quote.credits })}</strong>
      <span className={bar.more}>{hint ?? [left, ...time].join(' · ')}</span>
    </div>
  );
}
