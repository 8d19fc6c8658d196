import { useTranslation } from 'react-i18next';
import classes from './failure-note.module.css';

/** Codes the page gives by itself when nothing readable came back; their message says all there is to say. */
const OWN_CODES = new Set(['network_failed', 'answer_invalid']);

/** The way to what an error code means. Opens beside the page, so that nothing half done is left behind. */
export function ErrorMeaning({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  if (OWN_CODES.has(code)) return null;
  return (
    <a className={classes.meaning} href={`/errors#${code}`} target="_blank" rel="noreferrer">
      {t('failure.meaning')}
    </a>
  );
}
