import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import classes from './sample-strip.module.css';
import { fetchSample, SAMPLES, sampleUrl } from './samples.ts';

interface SampleStripProps {
  readonly onPick: (file: File) => void;
}

export function SampleStrip({ onPick }: SampleStripProps) {
  const { t } = useTranslation('uploads');
  const pick = useMutation({ mutationFn: fetchSample, onSuccess: onPick });
  const names = {
    mug: t('samples.mug'),
    shoe: t('samples.shoe'),
    bottle: t('samples.bottle'),
    bag: t('samples.bag'),
  };
  return (
    <div className={classes.root}>
      <p className={classes.title}>{t('samples.title')}</p>
      <div className={classes.strip}>
        {SAMPLES.map((sample) => (
          <button
            key={sample}
            type="button"
            className={classes.sample}
            aria-label={t('samples.use', { name: names[sample] })}
            disabled={pick.isPending}
            onClick={() => pick.mutate(sample)}
          >
            <img src={sampleUrl(sample)} alt="" width={64} height={64} loading="lazy" />
          </button>
        ))}
      </div>
      {pick.isError && (
        <p className={classes.failure} role="alert">
          {t('samples.failed')}
        </p>
      )}
    </div>
  );
}
