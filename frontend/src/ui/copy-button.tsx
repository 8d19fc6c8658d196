import { Button, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './copy-button.module.css';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for those who do not see where the button stands. */
  readonly label: string;
}

const SHOWN_FOR_MS = 2000;

/** Puts text on the clipboard and says whether it worked: browsers refuse it on pages without HTTPS. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<'copied' | 'refused' | null>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
    } catch (error) {
      console.warn('The browser did not let the page copy', error);
      setOutcome('refused');
    }
  };

  return (
    <>
      <Button
        className={classes.button ?? ''}
        variant="default"
        size="xs"
        aria-label={label}
        leftSection={
          outcome === 'copied' ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />
        }
        onClick={() => void copy()}
      >
        {outcome === null ? t('copy.action') : t(`copy.${outcome}`)}
      </Button>
      <VisuallyHidden role="status">{outcome && t(`copy.${outcome}`)}</VisuallyHidden>
    </>
  );
}
