import { Button, VisuallyHidden } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './copy-button.module.css';
import { useCopy } from './use-copy.ts';

interface CopyButtonProps {
  readonly text: string;
  /** What is copied, for those who do not see where the button stands. */
  readonly label: string;
}

/** Puts text on the clipboard and says whether it worked: browsers refuse it on pages without HTTPS. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const { t } = useTranslation();
  const { outcome, copy } = useCopy();

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
        onClick={() => void copy(text)}
      >
        {outcome === null ? t('copy.action') : t(`copy.${outcome}`)}
      </Button>
      <VisuallyHidden role="status">{outcome && t(`copy.${outcome}`)}</VisuallyHidden>
    </>
  );
}
