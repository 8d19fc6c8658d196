import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CodeBlock } from '../../ui/code-block.tsx';
import { VERIFY_SNIPPETS } from './verify-snippets.ts';
import classes from './webhooks-page.module.css';

/** How the receiving side checks that a message is ours, ready to paste. */
export function VerifySection() {
  const { t } = useTranslation('webhooks');
  const [language, setLanguage] = useState<keyof typeof VERIFY_SNIPPETS>('typescript');
  const snippet = VERIFY_SNIPPETS[language];
  return (
    <section className={classes.sheet} aria-labelledby="verify-title">
      <div className={classes.sheetHead}>
        <div>
          <h2 id="verify-title">{t('verify.title')}</h2>
          <p className={classes.soft}>{t('verify.text')}</p>
        </div>
        <SegmentedControl
          aria-label={t('verify.language')}
          data={[
            { value: 'typescript', label: 'TypeScript' },
            { value: 'python', label: 'Python' },
          ]}
          value={language}
          onChange={(chosen) => setLanguage(chosen === 'python' ? 'python' : 'typescript')}
        />
      </div>
      <div className={classes.note}>
        <CodeBlock
          title={<span className={classes.soft}>{t(`verify.${language}`)}</span>}
          text={snippet}
          copyLabel={t('verify.copy')}
        />
      </div>
    </section>
  );
}
