import type { Asset } from '@atelier/shared/contracts/asset';
import { type ReactNode, useState } from 'react';
import classes from './compare.module.css';
import type { CompareMode, CompareSettings } from './compare-settings.ts';
import { CompareStage } from './compare-stage.tsx';
import { CompareToolbar } from './compare-toolbar.tsx';
import { useZoomPan } from './use-zoom-pan.ts';

interface CompareViewerProps {
  readonly before: Asset | null;
  readonly after: Asset;
  readonly settings: CompareSettings;
  /** Full screen: fills its parent and takes every turn of the wheel. */
  readonly fill?: boolean;
  readonly onFullScreen?: (() => void) | undefined;
  /** A link did not load, most likely because it expired. */
  readonly onPictureError: () => void;
  readonly children?: ReactNode;
}

/** Original and result of one picture, with everything to look at them closely. */
export function CompareViewer(props: CompareViewerProps) {
  const { before, after, settings, fill = false, onFullScreen, onPictureError, children } = props;
  const [showsOriginal, setShowsOriginal] = useState(false);
  const mode: CompareMode = before ? settings.mode : 'result';
  const zoomPan = useZoomPan({
    picture: { width: after.width ?? 4, height: after.height ?? 3 },
    wheelAlwaysZooms: fill,
    onDragAtFit:
      mode === 'slider' && !showsOriginal
        ? (fraction) => settings.set({ position: fraction * 100 })
        : undefined,
  });

  return (
    <div className={classes.viewer} data-fill={fill || undefined} data-compare="">
      <CompareStage
        before={before}
        after={after}
        mode={mode}
        settings={settings}
        zoomPan={zoomPan}
        showsOriginal={showsOriginal && mode !== 'side'}
        onShowOriginal={setShowsOriginal}
        fill={fill}
        onPictureError={onPictureError}
      >
        {children}
      </CompareStage>
      <CompareToolbar
        settings={settings}
        mode={mode}
        zoomPan={zoomPan}
        hasOriginal={before !== null}
        hasAlpha={after.hasAlpha}
        showsOriginal={showsOriginal}
        onShowOriginal={setShowsOriginal}
        onFullScreen={onFullScreen}
      />
    </div>
  );
}
