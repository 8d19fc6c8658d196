import { ActionIcon, SegmentedControl, UnstyledButton } from '@mantine/core';
import {
  IconArrowsMaximize,
  IconEye,
  IconMinus,
  IconPlus,
  IconZoomReset,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { BackdropSwitch } from './backdrop-switch.tsx';
import classes from './compare.module.css';
import { COMPARE_MODES, type CompareMode, type CompareSettings } from './compare-settings.ts';
import type { ZoomPan } from './use-zoom-pan.ts';

interface CompareToolbarProps {
  readonly settings: CompareSettings;
  readonly mode: CompareMode;
  readonly zoomPan: ZoomPan;
  readonly hasOriginal: boolean;
  readonly hasAlpha: boolean;
  readonly showsOriginal: boolean;
  readonly onShowOriginal: (show: boolean) => void;
  readonly onFullScreen?: (() => void) | undefined;
}

/** Ways of looking, backdrop, and zoom. Its height does not change with the picture. */
export function CompareToolbar(props: CompareToolbarProps) {
  const { settings, mode, zoomPan, hasOriginal, hasAlpha } = props;
  const { t } = useTranslation('compare');
  return (
    <div className={classes.toolbar} role="toolbar" aria-label={t('toolbar')}>
      {hasOriginal && (
        <SegmentedControl
          size="xs"
          className={classes.modes}
          value={mode}
          onChange={(value) => {
            const chosen = COMPARE_MODES.find((candidate) => candidate === value);
            if (chosen) settings.set({ mode: chosen });
          }}
          aria-label={t('mode.label')}
          data={COMPARE_MODES.map((value) => ({ value, label: t(`mode.${value}`) }))}
        />
      )}
      {hasOriginal && (
        <HoldButton isHeld={props.showsOriginal} isDisabled={mode === 'side'} onHold={props.onShowOriginal} />
      )}
      <span className={classes.spacer} />
      <span style={{ visibility: hasAlpha ? 'visible' : 'hidden' }}>
        <BackdropSwitch settings={settings} />
      </span>
      <span className={classes.zoomGroup}>
        <ToolButton icon={IconMinus} label={t('zoomOut')} onClick={zoomPan.zoomOut} isWideOnly />
        <UnstyledButton
          className={classes.percent}
          onClick={zoomPan.toggleSize}
          aria-label={t('percent', { percent: zoomPan.percent })}
          title={t('actualSize')}
        >
          {zoomPan.percent}%
        </UnstyledButton>
        <ToolButton icon={IconPlus} label={t('zoomIn')} onClick={zoomPan.zoomIn} isWideOnly />
        <ToolButton icon={IconZoomReset} label={t('fit')} onClick={zoomPan.fit} isWideOnly />
      </span>
      {props.onFullScreen && (
        <ToolButton icon={IconArrowsMaximize} label={t('fullScreen')} onClick={props.onFullScreen} />
      )}
    </div>
  );
}

interface ToolButtonProps {
  readonly icon: TablerIcon;
  readonly label: string;
  readonly onClick: () => void;
  /** Phones have fingers for it. */
  readonly isWideOnly?: boolean;
}

function ToolButton({ icon: Icon, label, onClick, isWideOnly = false }: ToolButtonProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="gray"
      size={36}
      className={isWideOnly ? `${classes.tool} ${classes.wideOnly}` : classes.tool}
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      <Icon size={18} stroke={1.75} />
    </ActionIcon>
  );
}

interface HoldButtonProps {
  readonly isHeld: boolean;
  readonly isDisabled: boolean;
  readonly onHold: (held: boolean) => void;
}

/** Shows the original as long as it is pressed, by pointer or by Space and Enter. */
function HoldButton({ isHeld, isDisabled, onHold }: HoldButtonProps) {
  const { t } = useTranslation('compare');
  const release = () => onHold(false);
  return (
    <ActionIcon
      variant={isHeld ? 'light' : 'subtle'}
      color="gray"
      size={36}
      className={classes.tool}
      aria-label={t('hold')}
      title={t('hold')}
      aria-pressed={isHeld}
      disabled={isDisabled}
      onPointerDown={() => onHold(true)}
      onPointerUp={release}
      onPointerLeave={release}
      onPointerCancel={release}
      onContextMenu={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === ' ' || event.key === 'Enter') onHold(true);
      }}
      onKeyUp={release}
      onBlur={release}
    >
      <IconEye size={18} stroke={1.75} />
    </ActionIcon>
  );
}
