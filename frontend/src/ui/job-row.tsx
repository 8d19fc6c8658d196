import { Progress } from '@mantine/core';
import type { ReactNode } from 'react';
import { formatPercent } from '../lib/format.ts';
import classes from './job-row.module.css';

interface JobRowProps {
  readonly thumbnail: ReactNode;
  readonly title: ReactNode;
  /** Quiet facts behind the title. */
  readonly facts?: ReactNode;
  readonly state: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** One piece of work: picture, name, how far it is, what can be done. The same box in every state, so lists stay still. */
export function JobRow({ thumbnail, title, facts, state, children, actions }: JobRowProps) {
  return (
    <li className={classes.row}>
      <div className={classes.thumbnail}>{thumbnail}</div>
      <div className={classes.body}>
        <div className={classes.head}>
          <span className={classes.title}>{title}</span>
          {state}
        </div>
        {facts && <div className={classes.facts}>{facts}</div>}
        {children}
      </div>
      {actions && <div className={classes.actions}>{actions}</div>}
    </li>
  );
}

interface JobBarProps {
  /** 0 to 1 */
  readonly fraction: number;
  readonly label: string;
  /** What is being done. */
  readonly text: ReactNode;
}

export function JobBar({ fraction, label, text }: JobBarProps) {
  return (
    <div className={classes.bar}>
      <div className={classes.barText}>
        <span>{text}</span>
        <span className={classes.percent}>{formatPercent(fraction)}</span>
      </div>
      <Progress.Root size={6} radius="xl">
        <Progress.Section value={Math.round(fraction * 100)} aria-label={label} />
      </Progress.Root>
    </div>
  );
}

export type Tone = 'quiet' | 'active' | 'good' | 'bad';

/** A sign and a word in the tone of what they say. */
export function ToneBadge({ tone, icon, children }: { tone: Tone; icon: ReactNode; children: ReactNode }) {
  return (
    <span className={classes.badge} data-tone={tone}>
      {icon}
      {children}
    </span>
  );
}
