import type { Asset } from '@atelier/shared/contracts/asset';
import { ActionIcon, CloseButton, Modal } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import type { KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './compare.module.css';
import type { CompareSettings } from './compare-settings.ts';
import { CompareViewer } from './compare-viewer.tsx';

interface FullScreenViewerProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly results: readonly Asset[];
  readonly index: number;
  readonly onIndexChange: (index: number) => void;
  readonly originalOf: (result: Asset) => Asset | null;
  readonly titleOf: (result: Asset) => string;
  /** What plays a result that is no picture; null for pictures. */
  readonly playerOf: (result: Asset) => ReactNode;
  readonly settings: CompareSettings;
  readonly onPictureError: () => void;
}

/** The whole window for one result. Escape closes, the arrow keys step through the results. */
export function FullScreenViewer(props: FullScreenViewerProps) {
  const { isOpen, onClose, results, index, onIndexChange, settings } = props;
  const { t } = useTranslation('compare');
  const result = results[index];
  const step = (by: number) => onIndexChange((index + by + results.length) % results.length);

  const onKeyDown = (event: KeyboardEvent) => {
    // A film moves through its own time with these keys.
    if (event.target instanceof HTMLInputElement || event.target instanceof HTMLMediaElement) return;
    if (event.key === 'ArrowLeft' && results.length > 1) step(-1);
    else if (event.key === 'ArrowRight' && results.length > 1) step(1);
  };

  const player = result && props.playerOf(result);
  const steps = results.length > 1 && (
    <>
      <StepButton side="left" label={t('previous')} onClick={() => step(-1)} />
      <StepButton side="right" label={t('next')} onClick={() => step(1)} />
    </>
  );

  return (
    <Modal.Root opened={isOpen && result !== undefined} onClose={onClose} fullScreen>
      <Modal.Content className={classes.fullScreenContent} aria-label={t('fullScreenTitle')}>
        {result && (
          // biome-ignore lint/a11y/noStaticElementInteractions: the arrow keys belong to the whole dialog, which takes no key handler itself.
          <div className={classes.fullScreen} onKeyDown={onKeyDown}>
            <div className={classes.fullScreenHeader}>
              <span className={classes.fullScreenTitle}>{props.titleOf(result)}</span>
              <span className={classes.fullScreenCount}>
                {t('count', { index: index + 1, total: results.length })}
              </span>
              <CloseButton size={44} aria-label={t('close')} onClick={onClose} />
            </div>
            {player ? (
              <div className={classes.mediaStage}>
                {player}
                {steps}
              </div>
            ) : (
              <CompareViewer
                before={props.originalOf(result)}
                after={result}
                settings={settings}
                fill
                onPictureError={props.onPictureError}
              >
                {steps}
              </CompareViewer>
            )}
          </div>
        )}
      </Modal.Content>
    </Modal.Root>
  );
}

interface StepButtonProps {
  readonly side: 'left' | 'right';
  readonly label: string;
  readonly onClick: () => void;
}

function StepButton({ side, label, onClick }: StepButtonProps) {
  const Icon = side === 'left' ? IconChevronLeft : IconChevronRight;
  return (
    <ActionIcon
      variant="default"
      radius="xl"
      size={44}
      className={classes.stepButton}
      data-side={side}
      aria-label={label}
      onClick={onClick}
    >
      <Icon size={22} stroke={1.75} />
    </ActionIcon>
  );
}
