import { Kbd } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { modifierKey } from '../lib/key-names.ts';
import { Dialog } from '../ui/dialog.tsx';
import classes from './shortcut-list.module.css';

interface ShortcutListProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function ShortcutList({ opened, onClose }: ShortcutListProps) {
  const { t } = useTranslation('shell');
  const shortcuts = [
    { keys: [modifierKey(), 'V'], text: t('shortcuts.paste') },
    { keys: ['Enter'], text: t('shortcuts.start') },
    { keys: [modifierKey(), 'Enter'], text: t('shortcuts.startWriting') },
    { keys: ['←', '→'], text: t('shortcuts.move') },
    { keys: [t('shortcuts.space')], text: t('shortcuts.original') },
    { keys: [t('shortcuts.space')], text: t('shortcuts.select') },
    { keys: ['+', '−'], text: t('shortcuts.zoom') },
    { keys: ['0'], text: t('shortcuts.reset') },
    { keys: ['1'], text: t('shortcuts.actual') },
    { keys: ['Esc'], text: t('shortcuts.close') },
    { keys: ['?'], text: t('shortcuts.list') },
  ];
  return (
    <Dialog opened={opened} onClose={onClose} title={t('shortcuts.title')}>
      <dl className={classes.list}>
        {shortcuts.map(({ keys, text }) => (
          <div key={text} className={classes.line}>
            <dt>
              {keys.map((key) => (
                <Kbd key={key}>{key}</Kbd>
              ))}
            </dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
