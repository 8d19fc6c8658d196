import type { Task } from '@atelier/shared/contracts/task';
import { IconExternalLink, IconMusic, IconPhoto, IconVideo } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../../lib/format.ts';
import classes from './outward-link.module.css';

export type LinkedResult = Pick<Task['links'][number], 'url' | 'name' | 'mediaType' | 'expiresAt'>;

interface OutwardLinkProps {
  readonly link: LinkedResult;
  /** `tile` fills the box a picture would have, `pill` lies on a corner of one. */
  readonly shape: 'tile' | 'pill';
}

const KIND_ICONS = { image: IconPhoto, video: IconVideo, audio: IconMusic } as const;

/** The way to a result that was left with the provider. Once the provider has ended the link, only word of it. */
export function OutwardLink({ link, shape }: OutwardLinkProps) {
  const { t } = useTranslation('results');
  const { url, name, mediaType, expiresAt } = link;
  const isOver = expiresAt !== null && Date.parse(expiresAt) < Date.now();
  const Icon = KIND_ICONS[mediaType];
  const picture = shape === 'tile' && <Icon size={24} stroke={1.5} aria-hidden />;
  if (isOver) {
    return (
      <span className={classes.outward} data-shape={shape} title={name}>
        {picture}
        <span>{t('linkEnded')}</span>
      </span>
    );
  }
  const help =
    expiresAt === null ? t('task:linked.noEnd') : t('task:linked.until', { time: formatDateTime(expiresAt) });
  return (
    <a
      className={classes.outward}
      data-shape={shape}
      href={url}
      target="_blank"
      rel="noopener noreferrer"
      title={help}
      aria-label={t('openAtProvider', { name })}
    >
      {picture}
      <span>
        {t('atProvider')} <IconExternalLink size={12} stroke={2} aria-hidden />
      </span>
    </a>
  );
}
