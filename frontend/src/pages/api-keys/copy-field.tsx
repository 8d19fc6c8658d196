import { Button } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './new-secret.module.css';

const SHOW_OUTCOME_MS = 2_500;

type Outcome = 'idle' | 'copied' | 'selected';

/** Without a secure connection browsers give no clipboard; then the text is selected for the person's own Ctrl+C. */
async function copyOrSelect(text: string, element: HTMLElement | null): Promise<Outcome> {
  try {
    await navigator.clipboard.writeText(text);
    return 'copied';
  } catch (error) {
    console.warn('The clipboard cannot be written', error);
    if (element) window.getSelection()?.selectAllChildren(element);
    return 'selected';
  }
}

interface CopyFieldProps {
  readonly label: string;
  readonly text: string;
  readonly isMain?: boolean;
}

/** A text to take away, whole, with one click. */
export function CopyField({ label, text, isMain = false }: CopyFieldProps) {
  const { t } = useTranslation('api-keys');
  const [outcome, setOutcome] = useState<Outcome>('idle');
  const labelId = useId();
  const code = useRef<HTMLElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  const copy = async () => {
    setOutcome(await copyOrSelect(text, code.current));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome('idle'), SHOW_OUTCOME_MS);
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
          onClick={() => void copy()}
        >
          {t(`copy.${outcome}`)}
        </Button>
      </div>
      <code ref={code} className={classes.code}>
        {text}
      </code>
      <span className={classes.outcome} role="status">
        {outcome === 'idle' ? '' : t(`copy.${outcome}`)}
      </span>
    </section>
  );
}
