import type { Asset } from '@atelier/shared/contracts/asset';
import type { Task } from '@atelier/shared/contracts/task';
import { lazy, useState } from 'react';
import { useCompareSettings } from '../../features/compare/compare-settings.ts';
import { CompareViewer } from '../../features/compare/compare-viewer.tsx';
import type { FreshAssets } from '../../features/results/download-link.tsx';
import { MediaPlayer } from '../../features/results/media-player.tsx';
import type { PictureLinks } from '../../features/results/picture-links.ts';
import { ResultsGallery } from '../../features/results/results-gallery.tsx';
import { useResultTitle } from '../../features/results/use-result-title.ts';
import { mediaKindOf } from '../../lib/media-kind.ts';
import { WhenOpened } from '../../ui/when-opened.tsx';
import { BrokenPicture } from './input-preview.tsx';
import { InputStrip } from './input-strip.tsx';

const FullScreenViewer = lazy(async () => ({
  default: (await import('../../features/compare/full-screen-viewer.tsx')).FullScreenViewer,
}));

interface ResultsSectionProps {
  readonly task: Task;
  readonly links: PictureLinks;
  readonly fresh: FreshAssets;
}

/** Whether each original has results of its own. A free order makes all its results from everything it was given. */
const hasOwnResults = (task: Task): boolean => task.taskType !== 'generate' && task.inputs.length > 1;

/** The picture a result was made from. Films and sounds have nothing to be compared with. */
function originalIn(task: Task, result: Asset): Asset | null {
  if (mediaKindOf(result.contentType) !== 'image') return null;
  // Masks and last frames, which a parameter names, are no originals.
  const named = Object.values(task.parameters);
  const [only, ...others] = task.inputs.filter(({ id }) => !named.includes(id));
  const found = hasOwnResults(task)
    ? task.inputs.find((input) => input.inputPosition === result.inputPosition)
    : others.length === 0
      ? only
      : undefined;
  return found && mediaKindOf(found.contentType) === 'image' ? found : null;
}

/** Which input and which of its results is on the light table. */
function useShownResult(task: Task) {
  const [position, setPosition] = useState(task.results[0]?.inputPosition ?? 0);
  const [shownId, setShownId] = useState<string>();
  const ofInput = hasOwnResults(task)
    ? task.results.filter((result) => result.inputPosition === position)
    : task.results;
  const shown = ofInput.find((result) => result.id === shownId) ?? ofInput[0];
  const show = (result: Asset | undefined) => {
    if (!result) return;
    setPosition(result.inputPosition);
    setShownId(result.id);
  };
  return { position, setPosition, ofInput, shown, original: shown ? originalIn(task, shown) : null, show };
}

/** The light table: the chosen result against its original, and all results of that original below. */
export function ResultsSection({ task, links, fresh }: ResultsSectionProps) {
  const settings = useCompareSettings();
  const titleOf = useResultTitle();
  const { position, setPosition, ofInput, shown, original, show } = useShownResult(task);
  const [isFullScreen, setIsFullScreen] = useState(false);

  const isBroken =
    shown !== undefined && (links.isBroken(shown) || (original !== null && links.isBroken(original)));
  const reportAll = () => {
    if (shown) links.onError(links.of(shown));
    if (original) links.onError(links.of(original));
  };

  return (
    <>
      {hasOwnResults(task) && (
        <InputStrip inputs={task.inputs} position={position} onPosition={setPosition} links={links} />
      )}
      {shown && isBroken && <BrokenPicture />}
      {shown && !isBroken && mediaKindOf(shown.contentType) !== 'image' && (
        <MediaPlayer asset={links.of(shown)} title={titleOf(shown)} onError={reportAll} />
      )}
      {shown && !isBroken && mediaKindOf(shown.contentType) === 'image' && (
        <CompareViewer
          before={original && links.of(original)}
          after={links.of(shown)}
          settings={settings}
          onFullScreen={() => setIsFullScreen(true)}
          onPictureError={reportAll}
        />
      )}
      <ResultsGallery
        results={ofInput}
        shownId={shown?.id}
        onShow={show}
        links={links}
        fresh={fresh}
        isEmulated={task.emulated}
      />
      <WhenOpened isOpen={isFullScreen && !isBroken}>
        <FullScreenViewer
          isOpen={isFullScreen && !isBroken}
          onClose={() => setIsFullScreen(false)}
          results={task.results.map(links.of)}
          index={shown ? task.results.indexOf(shown) : 0}
          onIndexChange={(index) => show(task.results[index])}
          originalOf={(result) => {
            const found = originalIn(task, result);
            return found && links.of(found);
          }}
          titleOf={titleOf}
          playerOf={(result) =>
            mediaKindOf(result.contentType) === 'image' ? null : (
              <MediaPlayer asset={result} title={titleOf(result)} fill onError={reportAll} />
            )
          }
          settings={settings}
          onPictureError={reportAll}
        />
      </WhenOpened>
    </>
  );
}
