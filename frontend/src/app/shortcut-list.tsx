import { Kbd, Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
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
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('shortcuts.title')}
      closeButtonProps={{ 'aria-label': t('common:action.close') }}
    >
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
    </Modal>
  );
}
