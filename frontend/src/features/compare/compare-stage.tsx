import type { Asset } from '@atelier/shared/contracts/asset';
import type { CSSProperties, KeyboardEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './compare.module.css';
import type { CompareMode, CompareSettings } from './compare-settings.ts';
import { Divider, stagePercent } from './divider.tsx';
import { PictureLayer } from './picture-layer.tsx';
import type { ZoomPan } from './use-zoom-pan.ts';

interface CompareStageProps {
  /** The original; null for results made without one. */
  readonly before: Asset | null;
  readonly after: Asset;
  readonly mode: CompareMode;
  readonly settings: CompareSettings;
  readonly zoomPan: ZoomPan;
  readonly showsOriginal: boolean;
  readonly onShowOriginal: (show: boolean) => void;
  /** Fills its parent instead of reserving a box with the picture's proportions. */
  readonly fill: boolean;
  readonly onPictureError: () => void;
  readonly children?: ReactNode;
}

/** From here on single pixels are what people look at. */
const PIXEL_PERCENT = 400;

/** The light table itself: one or two panes that share one zoom, the divider, and the labels. */
export function CompareStage(props: CompareStageProps) {
  const { before, after, mode, settings, zoomPan, showsOriginal, onShowOriginal, fill } = props;
  const { t } = useTranslation('compare');
  const cut = stagePercent(settings.position, zoomPan.covered);
  const hasDivider = mode === 'slider' && before !== null && !showsOriginal;

  const layer = (asset: Asset, which: 'original' | 'result', clip?: string) => (
    <PictureLayer
      asset={asset}
      alt={t(`alt.${which}`, { name: asset.name })}
      view={zoomPan.view}
      showPixels={zoomPan.percent >= PIXEL_PERCENT}
      backdrop={settings.backdrop}
      color={settings.color}
      clip={clip}
      onError={props.onPictureError}
    />
  );

  return (
    <StageArea zoomPan={zoomPan} mode={mode} fill={fill} onHold={before ? onShowOriginal : undefined}>
      {mode === 'side' && before && (
        <Pane zoomPan={zoomPan} after={after} label={t('original')} labelSide="left">
          {layer(before, 'original')}
        </Pane>
      )}
      <Pane
        zoomPan={zoomPan}
        after={after}
        measured
        label={showsOriginal ? t('original') : t('result')}
        labelSide={showsOriginal ? 'left' : 'right'}
        secondLabel={hasDivider ? t('original') : undefined}
      >
        {!showsOriginal && layer(after, 'result', hasDivider ? `inset(0 0 0 ${cut}%)` : undefined)}
        {before && hasDivider && layer(before, 'original', `inset(0 ${100 - cut}% 0 0)`)}
        {before && showsOriginal && layer(before, 'original')}
        {hasDivider && (
          <Divider
            position={settings.position}
            onChange={(position) => settings.set({ position })}
            covered={zoomPan.covered}
            label={t('divider')}
            valueText={t('dividerValue', { percent: Math.round(settings.position) })}
          />
        )}
      </Pane>
      {props.children}
    </StageArea>
  );
}

interface StageAreaProps {
  readonly zoomPan: ZoomPan;
  readonly mode: CompareMode;
  readonly fill: boolean;
  /** Space pressed and let go; undefined where there is no original to see. */
  readonly onHold: ((isHeld: boolean) => void) | undefined;
  readonly children: ReactNode;
}

/** What answers to the keys: zoom, fit, and hold to see the original. */
function StageArea({ zoomPan, mode, fill, onHold, children }: StageAreaProps) {
  const { t } = useTranslation('compare');
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    // Space presses the buttons that lie on the stage.
    if (zoomPan.handleKey(event) || event.key !== ' ' || event.target instanceof HTMLButtonElement) return;
    event.preventDefault();
    onHold?.(true);
  };
  const onKeyUp = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key === ' ') onHold?.(false);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups form fields; this groups pictures that answer to keys.
    <div
      className={classes.stageArea}
      data-fill={fill || undefined}
      data-mode={mode}
      // In full screen the keys work at once: Mantine's focus trap begins here.
      data-autofocus={fill || undefined}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: zoom and hold-to-compare work from the keyboard on the stage itself.
      tabIndex={0}
      aria-label={t('stage')}
      onKeyDown={onKeyDown}
      onKeyUp={onKeyUp}
      onBlur={() => onHold?.(false)}
    >
      {children}
    </div>
  );
}

interface PaneProps {
  readonly zoomPan: ZoomPan;
  readonly after: Asset;
  /** The pane whose size counts; both are equally large. */
  readonly measured?: boolean;
  readonly label: string;
  readonly labelSide: 'left' | 'right';
  readonly secondLabel?: string | undefined;
  readonly children: ReactNode;
}

function Pane({ zoomPan, after, measured, label, labelSide, secondLabel, children }: PaneProps) {
  const paneStyle: CSSProperties & Record<'--pane-ratio' | '--covered', number> = {
    '--covered': zoomPan.covered,
    '--pane-ratio': (after.width ?? 4) / (after.height ?? 3),
  };
  return (
    <div
      className={classes.pane}
      style={paneStyle}
      data-pan={zoomPan.canPan || undefined}
      ref={measured ? zoomPan.stageRef : undefined}
      {...zoomPan.stageHandlers}
    >
      {children}
      {secondLabel && (
        <span className={classes.label} data-side="left">
          {secondLabel}
        </span>
      )}
      <span className={classes.label} data-side={labelSide}>
        {label}
      </span>
    </div>
  );
}
