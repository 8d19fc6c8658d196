import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { IconChevronLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { EmulatedMark } from '../../features/results/emulated-mark.tsx';
import { currentLocale } from '../../lib/locale.ts';
import { useModelWords } from './model-words.ts';
import classes from './workbench.module.css';

/** Which model this is, and the way back to all of them. */
export function ModelHead({ model }: { readonly model: CatalogueModel }) {
  const { t } = useTranslation('generate');
  const words = useModelWords();
  const locale = currentLocale();
  return (
    <header className={classes.head}>
      <Link to="/generate" className={classes.back ?? ''}>
        <IconChevronLeft size={16} stroke={2} aria-hidden />
        {t('allModels')}
      </Link>
      <h1>{model.label[locale]}</h1>
      <p className={classes.vendor}>
        {[words.provider(model), ...model.functionTags.map(words.does)].join(' · ')}
        {model.emulated && <EmulatedMark />}
      </p>
      <p className={classes.description}>{model.description[locale]}</p>
    </header>
  );
}
