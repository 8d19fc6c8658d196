import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { shortcut } from '../../lib/key-names.ts';
import { useCopy } from '../../ui/use-copy.ts';
import classes from './new-secret.module.css';

interface CopyFieldProps {
  readonly label: string;
  readonly text: string;
  readonly isMain?: boolean;
}

/** A text to take away, whole, with one click. */
export function CopyField({ label, text, isMain = false }: CopyFieldProps) {
  const { t } = useTranslation('api-keys');
  const { outcome, copy } = useCopy();
  const labelId = useId();
  const code = useRef<HTMLElement>(null);
  const texts = {
    copied: t('copy.copied'),
    refused: t('copy.selected', { keys: shortcut('C') }),
  };

  return (
    <section className={classes.field} aria-labelledby={labelId}>
      <div className={classes.fieldHead}>
        <span id={labelId} className={classes.fieldLabel}>
          {label}
        </span>
        <Button
          size="xs"
          variant={isMain ? 'filled' : 'default'}
          autoFocus={isMain}
          leftSection={
            outcome === 'copied' ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
          }
          aria-label={t('copy.of', { what: label })}
          onClick={() => void copy(text, code.current)}
        >
          {outcome === null ? t('copy.idle') : texts[outcome]}
        </Button>
      </div>
      <code ref={code} className={classes.code}>
        {text}
      </code>
      <span className={classes.outcome} role="status">
        {outcome && texts[outcome]}
      </span>
    </section>
  );
}
