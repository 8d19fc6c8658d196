import type { KeyTest } from '@atelier/shared/contracts/provider';
import { useTranslation } from 'react-i18next';
import classes from './providers-page.module.css';

/** Whether the forms here still fit what the vendor publishes; known after a test of the key. */
export function InputCheck({ inputs }: { readonly inputs: KeyTest['inputs'] }) {
  const { t } = useTranslation('providers');
  if (!inputs) return null;
  const { compared, differences } = inputs;
  if (differences.length === 0)
    return <p className={classes.inputs}>{t('inputs.same', { count: compared })}</p>;
  return (
    <div className={classes.trouble}>
      <strong>{t('inputs.different')}</strong>
      <ul className={classes.differences}>
        {differences.map(({ model, kind, field, detail }) => (
          <li key={[model, kind, field, detail].join(' ')}>
            <code>{model}</code> {t(`inputs.${kind}`, { field, detail })}
          </li>
        ))}
      </ul>
    </div>
  );
}
