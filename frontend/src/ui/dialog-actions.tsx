import type { ReactNode } from 'react';
import classes from './dialog.module.css';

/** The buttons at the end of a dialog: ways out first, the deed last. */
export function DialogActions({ children }: { readonly children: ReactNode }) {
  return <div className={classes.actions}>{children}</div>;
}
