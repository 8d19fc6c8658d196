import { Kbd } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../ui/dialog.tsx';
import classes from './shortcut-list.module.css';

interface ShortcutListProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function ShortcutList({ opened, onClose }: ShortcutListProps) {
  const { t } = useTranslation('shell');
  const shortcuts = [
    { keys: ['Ctrl', 'V'], text: t('shortcuts.paste') },
    { keys: ['Enter'], text: t('shortcuts.start') },
    { keys: ['←', '→'], text: t('shortcuts.move') },
    { keys: ['+', '−'], text: t('shortcuts.zoom') },
    { keys: ['0'], text: t('shortcuts.reset') },
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
