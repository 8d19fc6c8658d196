import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmulatedMark } from '../../features/results/emulated-mark.tsx';
import { formatDuration } from '../../lib/format.ts';
import { currentLocale } from '../../lib/locale.ts';
import classes from './gallery.module.css';
import { OUTPUT_ICONS, useModelWords } from './model-words.ts';
import { priceFrom } from './price-from.ts';

interface ModelCardProps {
  readonly model: CatalogueModel;
  /** Who came after a retired one. */
  readonly successor: CatalogueModel | undefined;
}

/** One model: what it makes and does, what it costs at least, and how long it likely takes. */
export function ModelCard({ model, successor }: ModelCardProps) {
  const { t } = useTranslation('generate');
  const words = useModelWords();
  const locale = currentLocale();
  const Icon = OUTPUT_ICONS[model.outputType];
  const price = priceFrom(model);
  const whyNot = words.whyNot(model);
  const facts = [
    price === undefined ? undefined : t('from', { count: price }),
    model.typicalSeconds === null ? undefined : t('about', { time: formatDuration(model.typicalSeconds) }),
  ].filter((fact) => fact !== undefined);
  return (
    <li className={classes.card} data-off={whyNot !== undefined || undefined}>
      <span className={classes.kind} data-kind={model.outputType}>
        <Icon size={20} stroke={1.5} aria-hidden />
      </span>
      <div className={classes.cardBody}>
        <h2 className={classes.name}>
          <Link to={`/generate/${encodeURIComponent(model.slug)}`}>{model.label[locale]}</Link>
        </h2>
        <p className={classes.vendor}>
          {words.provider(model)}
          {model.emulated && <EmulatedMark />}
        </p>
        <p className={classes.description}>{model.description[locale]}</p>
        <p className={classes.chips}>
          {[...model.functionTags.map(words.does), ...model.featureTags.map(words.feature)].map((chip) => (
            <span key={chip} className={classes.chip}>
              {chip}
            </span>
          ))}
        </p>
        {whyNot === undefined ? (
          <p className={classes.facts}>{facts.join(' · ')}</p>
        ) : (
          <p className={classes.whyNot}>
            {whyNot}{' '}
            {successor && (
              <Link to={`/generate/${encodeURIComponent(successor.slug)}`}>
                {t('successor', { name: successor.label[locale] })}
              </Link>
            )}
          </p>
        )}
      </div>
    </li>
  );
}
