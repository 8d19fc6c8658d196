import type { Icon } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './empty-state.module.css';

interface EmptyStateProps {
  readonly icon: Icon;
  readonly title: string;
  readonly text?: string;
  /** Buttons or links that lead on. */
  readonly children?: ReactNode;
}

export function EmptyState({ icon: Picture, title, text, children }: EmptyStateProps) {
  return (
    <div className={classes.root}>
      <Picture className={classes.icon} size={40} stroke={1.25} aria-hidden />
      <p className={classes.title}>{title}</p>
      {text && <p className={classes.text}>{text}</p>}
      {children && <div className={classes.actions}>{children}</div>}
    </div>
  );
}
