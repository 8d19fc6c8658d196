import { useEffect, useRef, useState } from 'react';

const carriesFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false;

const TEXT_FIELDS = 'input, textarea, [contenteditable="true"]';

/** Excel and Word put a picture of the text beside it; in a text field the text is meant. */
const isTextForField = ({ target, clipboardData }: ClipboardEvent): boolean =>
  target instanceof Element &&
  target.closest(TEXT_FIELDS) !== null &&
  (clipboardData?.types.includes('text/plain') ?? false);

/** Those who take files, the latest last: a dialog lies over its page and takes them alone. */
const takers: symbol[] = [];

/**
 * Takes files dropped anywhere on the page or pasted from the clipboard. Returns whether files hover over the page.
 * Dropping beside a small target would otherwise make the browser leave the page and open the file.
 */
export function useWindowFiles(onFiles: (files: readonly File[]) => void, disabled: boolean): boolean {
  const [isHovering, setIsHovering] = useState(false);
  const latest = useRef(onFiles);
  useEffect(() => {
    latest.current = onFiles;
  });

  useEffect(() => {
    if (disabled) return;
    const taker = Symbol('taker');
    takers.push(taker);
    const isOnTop = () => takers.at(-1) === taker;
    const onOver = (event: DragEvent) => {
      if (!event.dataTransfer || !carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
      setIsHovering(isOnTop());
    };
    const onLeave = (event: DragEvent) => {
      // Moving between elements also "leaves"; only leaving the window has nothing it goes to.
      if (event.relatedTarget === null) setIsHovering(false);
    };
    const onDrop = (event: DragEvent) => {
      setIsHovering(false);
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      const files = Array.from(event.dataTransfer?.files ?? []);
      if (files.length > 0 && isOnTop()) latest.current(files);
    };
    const onPaste = (event: ClipboardEvent) => {
      const files = Array.from(event.clipboardData?.files ?? []);
      if (files.length === 0 || !isOnTop() || isTextForField(event)) return;
      event.preventDefault();
      latest.current(files);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    window.addEventListener('paste', onPaste);
    return () => {
      takers.splice(takers.indexOf(taker), 1);
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
      window.removeEventListener('paste', onPaste);
    };
  }, [disabled]);

  return isHovering && !disabled;
}
