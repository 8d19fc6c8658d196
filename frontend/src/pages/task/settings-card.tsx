import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { Task } from '@atelier/shared/contracts/task';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../lib/format.ts';
import { currentLocale } from '../../lib/locale.ts';
import { parametersInWords } from './parameter-words.ts';
import classes from './task-page.module.css';

/** Characters from which a value stands below its name and not beside it. */
const LONG_FROM = 28;

interface SettingsCardProps {
  readonly task: Task;
  readonly model: CatalogueModel | undefined;
}

/** With what the task was made and what it costs. */
export function SettingsCard({ task, model }: SettingsCardProps) {
  const { t } = useTranslation('task');
  const locale = currentLocale();
  const words = parametersInWords(task.parameters, model, {
    locale,
    on: t('settings.on'),
    off: t('settings.off'),
    formatNumber,
  });
  return (
    <section className={classes.sheet} aria-labelledby="settings-title">
      <h2 id="settings-title">{t('settings.title')}</h2>
      <dl className={classes.settings}>
        <div>
          <dt>{t('settings.model')}</dt>
          <dd>{model?.label[locale] ?? task.model}</dd>
        </div>
        {words.map((word) => (
          <div key={word.name} data-long={word.value.length > LONG_FROM || undefined}>
            <dt>{word.label}</dt>
            <dd>
              {word.swatch && (
                <span className={classes.swatch} style={{ background: word.swatch }} aria-hidden="true" />
              )}
              {word.value}
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('settings.price')}</dt>
          <dd>{t('common:credits', { count: task.priceCredits })}</dd>
        </div>
        {task.retryCount > 0 && (
          <div>
            <dt>{t('settings.retries')}</dt>
            <dd>{formatNumber(task.retryCount)}</dd>
          </div>
        )}
      </dl>
    </section>
  );
}
