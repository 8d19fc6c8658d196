import { ACCEPTED_PICTURE_TYPES, MAX_FILE_SIZE_BYTES, MEBIBYTE } from '@atelier/shared/limits';
import { Button } from '@mantine/core';
import { IconPhotoPlus, IconPlus } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { shortcut } from '../lib/key-names.ts';
import classes from './file-upload.module.css';
import { PictureTile } from './picture-tile.tsx';
import {
  type PictureEntry,
  type PictureSelection,
  type SelectionLimits,
  usePictureSelection,
} from './use-picture-selection.ts';
import { useWindowFiles } from './use-window-files.ts';

export interface FileUploadProps {
  /** Called with all usable files whenever they change; each has passed its checks. */
  readonly onFileSelect: (files: File[]) => void;
  readonly maxFiles?: number;
  readonly maxSizeMB?: number;
  readonly acceptedTypes?: readonly string[];
  readonly disabled?: boolean;
  /** A selection held by the page, when it adds or releases pictures itself. Its own limits count then. */
  readonly selection?: PictureSelection;
  /** Shown under the empty drop zone, e.g. sample pictures. */
  readonly children?: ReactNode;
}

const typeNames = (types: readonly string[]): string =>
  types
    .map((type) => (type === 'image/webp' ? 'WebP' : (type.split('/')[1] ?? type).toUpperCase()))
    .join(', ');

function Notices({ selection }: { selection: PictureSelection }) {
  const { t } = useTranslation('uploads');
  const { overflow, undoCount, limits, undo } = selection;
  if (overflow === 0 && undoCount === 0) return null;
  return (
    <div className={classes.notice} role="status">
      {overflow > 0 && <span>{t('overflow', { count: overflow, limit: limits.maxFiles })}</span>}
      {undoCount > 0 && (
        <>
          <span>{t('removed', { count: undoCount })}</span>
          <Button variant="subtle" size="compact-sm" onClick={undo}>
            {t('undo')}
          </Button>
        </>
      )}
    </div>
  );
}

interface ListProps {
  readonly selection: PictureSelection;
  readonly disabled: boolean;
  readonly onAddMore: () => void;
}

function SelectionList({ selection, disabled, onAddMore }: ListProps) {
  const { t } = useTranslation('uploads');
  const { entries, limits } = selection;
  const { shown, hiddenCount, isExpanded, toggle } = useShownEntries(entries);
  const used = entries.filter((entry) => entry.state !== 'refused').length;
  const checked = entries.filter((entry) => entry.state !== 'checking').length;
  return (
    <>
      <div className={classes.listHead}>
        <h2 aria-live="polite">
          {limits.maxFiles > 1
            ? t('chosenOf', { count: used, limit: limits.maxFiles })
            : t('chosen', { count: used })}
        </h2>
        {entries.length > FEW_TILES && checked < entries.length && (
          <span className={classes.checkedOf}>
            {t('checkingOf', { done: checked, total: entries.length })}
          </span>
        )}
        <Button variant="subtle" color="gray" size="compact-sm" disabled={disabled} onClick={selection.clear}>
          {t('clear')}
        </Button>
      </div>
      <ul className={classes.tiles}>
        {shown.map((entry) => (
          <PictureTile key={entry.id} entry={entry} disabled={disabled} onRemove={selection.remove} />
        ))}
        {(hiddenCount > 0 || isExpanded) && (
          <li>
            <button type="button" className={classes.more} aria-expanded={isExpanded} onClick={toggle}>
              {isExpanded ? t('showFewer') : t('showAll', { count: hiddenCount })}
            </button>
          </li>
        )}
        {used < limits.maxFiles && (
          <li>
            <button type="button" className={classes.more} disabled={disabled} onClick={onAddMore}>
              <IconPlus size={24} stroke={1.5} aria-hidden />
              <span>{t('more')}</span>
            </button>
          </li>
        )}
      </ul>
    </>
  );
}

/** So many tiles tell enough; a screen full of two hundred would push everything else away. */
const FEW_TILES = 24;
const SHOWN_TILES = 22;

/** The first tiles of a long selection, and every refused one, until the person asks for all. */
function useShownEntries(entries: readonly PictureEntry[]) {
  const [isWanted, setIsWanted] = useState(false);
  const isLong = entries.length > FEW_TILES;
  const isExpanded = isLong && isWanted;
  const shown =
    isLong && !isWanted
      ? entries.filter((entry, index) => index < SHOWN_TILES || entry.state === 'refused')
      : entries;
  return {
    shown,
    hiddenCount: entries.length - shown.length,
    isExpanded,
    toggle: () => setIsWanted((known) => !known),
  };
}

/** Takes pictures by drag, click or paste, shows each with its checks, and hands on those that can be used. */
export function FileUpload({
  onFileSelect,
  maxFiles = 1,
  maxSizeMB = MAX_FILE_SIZE_BYTES / MEBIBYTE,
  acceptedTypes = ACCEPTED_PICTURE_TYPES,
  disabled = false,
  selection: given,
  children,
}: FileUploadProps) {
  const { t } = useTranslation('uploads');
  const typeList = acceptedTypes.join(',');
  const limits = useMemo<SelectionLimits>(
    () => ({ maxFiles, maxSizeBytes: maxSizeMB * MEBIBYTE, acceptedTypes: typeList.split(',') }),
    [maxFiles, maxSizeMB, typeList],
  );
  const own = usePictureSelection(limits);
  const selection = given ?? own;
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const isHovering = useWindowFiles(selection.add, disabled);
  useReport(selection.readyFiles, onFileSelect);

  const open = () => input.current?.click();
  const isEmpty = selection.entries.length === 0;
  const { maxFiles: limit, maxSizeBytes, acceptedTypes: types } = selection.limits;
  return (
    <section className={classes.root} aria-label={t('label')}>
      {/* `image/*`, not the exact types: phones then convert HEIC by themselves, and a refused file gets its reason. */}
      <input
        ref={input}
        type="file"
        hidden
        aria-hidden
        tabIndex={-1}
        data-testid="file-input"
        accept="image/*"
        multiple={limit > 1}
        disabled={disabled}
        onChange={(event) => {
          selection.add(Array.from(event.currentTarget.files ?? []));
          event.currentTarget.value = '';
        }}
      />
      {isEmpty ? (
        <div className={classes.empty}>
          <button
            type="button"
            className={classes.zone}
            disabled={disabled}
            aria-describedby={hintId}
            onClick={open}
          >
            <IconPhotoPlus className={classes.zoneIcon} size={44} stroke={1.25} aria-hidden />
            <span className={classes.zoneTitle}>
              <span className={classes.mouse}>{t('drop', { count: limit })}</span>
              <span className={classes.touch}>{t('tap', { count: limit })}</span>
            </span>
            <span className={`${classes.zoneText} ${classes.mouse}`}>
              {t('orPaste', { keys: shortcut('V') })}
            </span>
            <span id={hintId} className={classes.zoneHint}>
              {t('limits', { types: typeNames(types), sizeMb: maxSizeBytes / MEBIBYTE, count: limit })}
            </span>
          </button>
          {children}
        </div>
      ) : (
        <SelectionList selection={selection} disabled={disabled} onAddMore={open} />
      )}
      <Notices selection={selection} />
      {isHovering && (
        <div className={classes.overlay} aria-hidden="true">
          <div className={classes.overlayFrame}>{t('release')}</div>
        </div>
      )}
    </section>
  );
}

/** Tells the parent about changes of the usable files; the empty start is no change. */
function useReport(files: readonly File[], onFileSelect: (files: File[]) => void): void {
  const reported = useRef(files);
  useEffect(() => {
    if (reported.current === files) return;
    reported.current = files;
    onFileSelect([...files]);
  }, [files, onFileSelect]);
}
