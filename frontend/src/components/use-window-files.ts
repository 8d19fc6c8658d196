import { useEffect, useState } from 'react';

const carriesFiles = (transfer: DataTransfer | null): boolean => transfer?.types.includes('Files') ?? false;

/**
 * Takes files dropped anywhere on the page or pasted from the clipboard. Returns whether files hover over the page.
 * Dropping beside a small target would otherwise make the browser leave the page and open the file.
 */
export function useWindowFiles(onFiles: (files: readonly File[]) => void, disabled: boolean): boolean {
  const [isHovering, setIsHovering] = useState(false);

  useEffect(() => {
    if (disabled) return;
    const onOver = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      setIsHovering(true);
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
      if (files.length > 0) onFiles(files);
    };
    const onPaste = (event: ClipboardEvent) => {
      const files = Array.from(event.clipboardData?.files ?? []);
      if (files.length === 0) return;
      event.preventDefault();
      onFiles(files);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
      window.removeEventListener('paste', onPaste);
    };
  }, [onFiles, disabled]);

  return isHovering && !disabled;
}
