import { ActionIcon, Loader } from '@mantine/core';
import { IconPhotoOff, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../lib/format.ts';
import type { PictureProblem } from '../lib/picture-check.ts';
import classes from './file-upload.module.css';
import type { PictureEntry } from './use-picture-selection.ts';

/** What is wrong with a file and what to do about it. */
function useProblemText(): (problem: PictureProblem) => string {
  const { t } = useTranslation('uploads');
  return ({ code, values = {} }) => {
    const texts = {
      empty: t('problem.empty'),
      tooLarge: t('problem.tooLarge', values),
      heic: t('problem.heic'),
      type: values.detected === '?' ? t('problem.typeUnknown') : t('problem.type', values),
      animated: t('problem.animated'),
      tooManyPixels: t('problem.tooManyPixels', values),
      tooSmall: t('problem.tooSmall', values),
      damaged: t('problem.damaged'),
      unreadable: t('problem.unreadable'),
    };
    return texts[code];
  };
}

interface PictureTileProps {
  readonly entry: PictureEntry;
  readonly disabled: boolean;
  readonly onRemove: (id: string) => void;
}

/** One chosen file: its picture, or why it cannot be used. */
export function PictureTile({ entry, disabled, onRemove }: PictureTileProps) {
  const { t } = useTranslation('uploads');
  const problemText = useProblemText();
  const { file, previewUrl, problem, size, state } = entry;

  return (
    <li className={classes.tile} data-state={state}>
      <div className={classes.frame}>
        {problem ? (
          <IconPhotoOff size={28} stroke={1.5} aria-hidden />
        ) : (
          <img src={previewUrl} alt="" decoding="async" className={classes.picture} />
        )}
        {state === 'checking' && <Loader className={classes.checking} size="xs" aria-label={t('checking')} />}
        <ActionIcon
          className={classes.remove ?? ''}
          aria-label={t('remove', { name: file.name })}
          disabled={disabled}
          onClick={() => onRemove(entry.id)}
        >
          <IconX size={16} aria-hidden />
        </ActionIcon>
      </div>
      <span className={classes.name} title={file.name}>
        {file.name}
      </span>
      {problem ? (
        <span className={classes.problem} role="alert">
          {problemText(problem)}
        </span>
      ) : (
        <span className={classes.facts}>
          {size && <span>{`${size.width} × ${size.height}`}</span>}
          <span>{formatBytes(file.size)}</span>
        </span>
      )}
    </li>
  );
}
