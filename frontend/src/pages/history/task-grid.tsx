import type { Task } from '@atelier/shared/contracts/task';
import { type KeyboardEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { PictureLinks } from '../../features/results/picture-links.ts';
import classes from './history-page.module.css';
import { TaskCard } from './task-card.tsx';
import type { Selection } from './use-selection.ts';

interface TaskGridProps {
  readonly tasks: readonly Task[];
  readonly recipeOf: (task: Task) => string;
  readonly selection: Selection;
  readonly links: PictureLinks;
  readonly nowMs: number;
}

/** How many cards stand in the first row. */
function columnsOf(cards: readonly HTMLElement[]): number {
  const top = cards[0]?.getBoundingClientRect().top;
  const next = cards.findIndex((card) => card.getBoundingClientRect().top !== top);
  return next === -1 ? cards.length : next;
}

function stepFor(key: string, columns: number): number | undefined {
  if (key === 'ArrowLeft') return -1;
  if (key === 'ArrowRight') return 1;
  if (key === 'ArrowUp') return -columns;
  if (key === 'ArrowDown') return columns;
  return undefined;
}

/** The tasks as a grid of pictures. Arrow keys walk, Space chooses, Enter opens. */
export function TaskGrid({ tasks, recipeOf, selection, links, nowMs }: TaskGridProps) {
  const { t } = useTranslation('history');
  const listRef = useRef<HTMLUListElement>(null);

  const onKeyDown = (event: KeyboardEvent) => {
    const cards = [...(listRef.current?.querySelectorAll<HTMLElement>('[data-card]') ?? [])];
    const index = event.target instanceof HTMLElement ? cards.indexOf(event.target) : -1;
    if (index === -1 || event.altKey || event.ctrlKey || event.metaKey) return;
    const step = stepFor(event.key, columnsOf(cards));
    if (step === undefined) return;
    event.preventDefault();
    cards[index + step]?.focus();
  };

  return (
    <ul ref={listRef} className={classes.grid} aria-label={t('tasks')} onKeyDown={onKeyDown}>
      {tasks.map((task) => (
        <TaskCard
          key={task.id}
          task={task}
          recipe={recipeOf(task)}
          nowMs={nowMs}
          links={links}
          isSelected={selection.ids.has(task.id)}
          onToggle={selection.toggle}
        />
      ))}
    </ul>
  );
}
