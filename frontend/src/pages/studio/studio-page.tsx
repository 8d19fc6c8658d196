import {
  ACCEPTED_PICTURE_TYPES,
  MAX_FILE_SIZE_BYTES,
  MAX_FILES_PER_DROP,
  MEBIBYTE,
} from '@atelier/shared/limits';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { FileUpload } from '../../components/FileUpload.tsx';
import { usePictureSelection } from '../../components/use-picture-selection.ts';
import { usePricePerPicture } from '../../features/catalogue/use-price.ts';
import { useBalance } from '../../features/session/use-balance.ts';
import { useSession } from '../../features/session/use-session.ts';
import { SampleStrip } from '../../features/uploads/sample-strip.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { StaleNote } from '../../ui/stale-note.tsx';
import { BoardSkeleton } from './board-skeleton.tsx';
import { draftOf } from './draft.ts';
import { RecipePanel } from './recipe-panel.tsx';
import { StartBar } from './start-bar.tsx';
import classes from './studio-page.module.css';
import { useEnterKey } from './use-enter-key.ts';
import { useRecipe } from './use-recipe.ts';
import { isBatchSize, useStart } from './use-start.ts';

const BOARD_ID = 'board';

/** What was made is read from the server anyway; pictures and a recipe can be chosen before it is there. */
const Board = lazy(async () => ({ default: (await import('./board.tsx')).Board }));

const LIMITS = {
  maxFiles: MAX_FILES_PER_DROP,
  maxSizeBytes: MAX_FILE_SIZE_BYTES,
  acceptedTypes: ACCEPTED_PICTURE_TYPES,
} as const;

/** On a phone the tasks are below the recipe: what was just started should be seen. */
function showBoardOnPhone(): void {
  if (!window.matchMedia('(max-width: 48em)').matches) return;
  // Only the next frame has the new rows, and with them enough page to scroll.
  requestAnimationFrame(() =>
    document.getElementById(BOARD_ID)?.scrollIntoView({ behavior: 'smooth', block: 'start' }),
  );
}

const ignoreSelect = () => undefined;

/** The main job on one screen: pictures, recipe, price, start, and what became of it. */
export function StudioPage() {
  const { data: account } = useSession();
  const isMember = account?.membership?.active ?? false;
  return account ? <Studio key={account.id} accountId={account.id} isMember={isMember} /> : null;
}

interface StudioProps {
  readonly accountId: string;
  readonly isMember: boolean;
}

function Studio({ accountId, isMember }: StudioProps) {
  const { t } = useTranslation('studio');
  const [draft] = useState(() => draftOf(accountId));
  const selection = usePictureSelection(LIMITS, draft.pictures);
  const recipe = useRecipe(draft);
  const balance = useBalance();
  const { chosen } = recipe;
  const isForMembers = recipe.recipes.find(({ slug }) => slug === chosen?.taskType)?.needsMembership ?? false;
  const lacksMembership = isForMembers && !isMember;
  const price = usePricePerPicture(chosen);
  const pricePerPicture = price.credits;
  const { readyFiles } = selection;

  const total = pricePerPicture === undefined ? undefined : pricePerPicture * readyFiles.length;
  const available = balance.data?.credits;
  const isAffordable = total === undefined || available === undefined || total <= available;
  const canStart =
    chosen !== undefined &&
    price.isCurrent &&
    readyFiles.length > 0 &&
    !selection.isChecking &&
    isAffordable &&
    !lacksMembership;

  const { start, isStarting, error } = useStart({
    selection,
    kept: draft.pictures,
    chosen,
    price: pricePerPicture,
    canStart,
    onTasks: showBoardOnPhone,
  });
  useEnterKey(start);

  return (
    <div className={classes.page}>
      <h1 className={classes.hiddenTitle}>{t('title')}</h1>
      <div className={classes.table}>
        <FileUpload
          selection={selection}
          onFileSelect={ignoreSelect}
          maxFiles={MAX_FILES_PER_DROP}
          maxSizeMB={MAX_FILE_SIZE_BYTES / MEBIBYTE}
          disabled={isStarting}
        >
          <SampleStrip onPick={(file) => selection.add([file])} />
        </FileUpload>
      </div>
      <aside className={classes.panel} aria-label={t('panel')}>
        <div className={classes.settings}>
          {recipe.error ? (
            <FailureNote error={recipe.error} onRetry={recipe.retry} />
          ) : (
            <>
              {recipe.isStale && <StaleNote onRetry={recipe.retry} />}
              <RecipePanel recipe={recipe} />
            </>
          )}
        </div>
        <StartBar
          pictureCount={readyFiles.length}
          isBatch={isBatchSize(readyFiles.length)}
          isBusy={selection.isChecking || isStarting}
          failure={error}
          lacksMembership={lacksMembership}
          pricePerPicture={pricePerPicture}
          priceFailure={price.error}
          onPriceRetry={price.retry}
          available={available}
          typicalSeconds={chosen?.model.typicalSeconds ?? null}
          canStart={canStart}
          onStart={start}
        />
      </aside>
      <div id={BOARD_ID} className={classes.board}>
        <Suspense fallback={<BoardSkeleton />}>
          <Board />
        </Suspense>
      </div>
    </div>
  );
}
