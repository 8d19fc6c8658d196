import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './sample-strip.module.css';
import { fetchSample, SAMPLES, type Sample, sampleUrl } from './samples.ts';

interface SampleStripProps {
  readonly onPick: (file: File) => void;
}

export function SampleStrip({ onPick }: SampleStripProps) {
  const { t } = useTranslation('uploads');
  const [missing, setMissing] = useState<readonly Sample[]>([]);
  const offered = SAMPLES.filter((sample) => !missing.includes(sample));
  const pick = useMutation({ mutationFn: fetchSample, onSuccess: onPick });
  const names = {
    mug: t('samples.mug'),
    shoe: t('samples.shoe'),
    bottle: t('samples.bottle'),
    handbag: t('samples.handbag'),
    headphones: t('samples.headphones'),
    lamp: t('samples.lamp'),
  };
  if (offered.length === 0) return null;
  return (
    <div className={classes.root}>
      <p className={classes.title}>{t('samples.title')}</p>
      <div className={classes.strip}>
        {offered.map((sample) => (
          <button
            key={sample}
            type="button"
            className={classes.sample}
            aria-label={t('samples.use', { name: names[sample] })}
            disabled={pick.isPending}
            onClick={() => pick.mutate(sample)}
          >
            <img
              src={sampleUrl(sample)}
              alt=""
              width={64}
              height={64}
              onError={() => setMissing((known) => [...known, sample])}
            />
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
