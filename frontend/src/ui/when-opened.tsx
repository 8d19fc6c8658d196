import { type ReactNode, Suspense, useState } from 'react';

/** Draws a lazy dialog from its first opening on; kept afterwards, so that its closing can be seen. */
export function WhenOpened({ isOpen, children }: { isOpen: boolean; children: ReactNode }) {
  const [wasOpened, setWasOpened] = useState(isOpen);
  if (isOpen && !wasOpened) setWasOpened(true);
  return wasOpened ? <Suspense fallback={null}>{children}</Suspense> : null;
}
