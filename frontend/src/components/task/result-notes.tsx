import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { Task } from '@atelier/shared/contracts/task';
import { TASK_WARNINGS, type TaskWarningCode } from '@atelier/shared/task-warnings';
import { IconAlertTriangle, IconExternalLink, IconMusic, IconPhoto, IconVideo } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import { currentLocale } from '../../lib/locale.ts';
import classes from './result-notes.module.css';

interface ResultNotesProps {
  readonly task: Task;
  readonly model: CatalogueModel | undefined;
}

const isKnown = (code: string): code is TaskWarningCode => Object.hasOwn(TASK_WARNINGS, code);

/** The server's sentence, with a parameter called as its form calls it. */
export function warningText(
  { code, subject, message }: Task['warnings'][number],
  model: Pick<CatalogueModel, 'parameters'> | undefined,
): string {
  const locale = currentLocale();
  const label = model?.parameters.properties[subject]?.label[locale];
  if (label === undefined || !isKnown(code)) return message;
  return TASK_WARNINGS[code][locale].replace('{subject}', label);
}

/** What was done differently from what was asked: fewer results, settings the provider changed or let be. */
export function ResultNotes({ task, model }: ResultNotesProps) {
  const { t } = useTranslation('task');
  const { delivery, warnings } = task;
  if (delivery === null && warnings.length === 0) return null;
  return (
    <section className={classes.notes} aria-label={t('notes.title')}>
      <IconAlertTriangle className={classes.icon} size={20} stroke={1.75} aria-hidden />
      <ul>
        {delivery && (
          <li>{t('notes.fewer', { delivered: delivery.delivered, ordered: delivery.ordered })}</li>
        )}
        {warnings.map((warning) => (
          <li key={`${warning.code} ${warning.subject}`}>{warningText(warning, model)}</li>
        ))}
      </ul>
    </section>
  );
}

const KIND_ICONS = { image: IconPhoto, video: IconVideo, audio: IconMusic } as const;

/** Results that stayed with the provider: the way to each, and until when it can be gone. */
export function LinkedResults({ links }: { readonly links: Task['links'] }) {
  const { t } = useTranslation('task');
  if (links.length === 0) return null;
  return (
    <section className={classes.links} aria-labelledby="linked-title">
      <h2 id="linked-title">{t('linked.title')}</h2>
      <p>{t('linked.text')}</p>
      <ul>
        {links.map((link) => (
          <LinkedResult key={link.url} link={link} />
        ))}
      </ul>
    </section>
  );
}

function LinkedResult({ link }: { readonly link: Task['links'][number] }) {
  const { t } = useTranslation('task');
  const Icon = KIND_ICONS[link.mediaType];
  const isOver = link.expiresAt !== null && Date.parse(link.expiresAt) < Date.now();
  return (
    <li className={classes.link} data-over={isOver || undefined}>
      <Icon size={20} stroke={1.5} aria-hidden />
      <span className={classes.linkText}>
        <strong>{link.name}</strong>
        <span>
          {link.expiresAt === null
            ? t('linked.noEnd')
            : t(isOver ? 'linked.ended' : 'linked.until', { time: formatDateTime(link.expiresAt) })}
        </span>
      </span>
      {!isOver && (
        <a href={link.url} target="_blank" rel="noopener noreferrer" className={classes.open}>
          {t('common:action.open')}
          <IconExternalLink size={16} stroke={1.75} aria-hidden />
        </a>
      )}
    </li>
  );
}
