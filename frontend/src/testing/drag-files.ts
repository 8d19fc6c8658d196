import { fireEvent } from '@testing-library/react';

/** What a browser would do with something dragged over the page and let go there. */
export interface DragOutcome {
  readonly dropEffect: string;
  readonly isLeftToBrowser: boolean;
}

/** Drags over the page and lets go; `onOver` looks while it hovers. The effect is kept as a browser keeps it. */
export function dragFiles(
  files: readonly File[],
  types: readonly string[] = ['Files'],
  onOver: () => void = () => undefined,
): DragOutcome {
  const dataTransfer = { types, files, dropEffect: 'move' };
  const eventOf = (type: string) =>
    Object.assign(new Event(type, { bubbles: true, cancelable: true }), { dataTransfer });
  fireEvent(document.body, eventOf('dragover'));
  onOver();
  const { dropEffect } = dataTransfer;
  const drop = eventOf('drop');
  fireEvent(document.body, drop);
  return { dropEffect, isLeftToBrowser: !drop.defaultPrevented };
}
