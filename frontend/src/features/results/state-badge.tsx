import type { TaskState } from '@atelier/shared/task-states';
import {
  IconAlertCircle,
  IconCircleCheck,
  IconCircleMinus,
  IconClock,
  IconProgress,
  type TablerIcon,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './results.module.css';

const ICONS: Readonly<Record<TaskState, TablerIcon>> = {
  pending: IconClock,
  processing: IconProgress,
  completed: IconCircleCheck,
  failed: IconAlertCircle,
  canceled: IconCircleMinus,
};

/** A task's state as sign and word, never by color alone. */
export function StateBadge({ state }: { readonly state: TaskState }) {
  const { t } = useTranslation();
  const Icon = ICONS[state];
  return (
    <span className={classes.state} data-state={state}>
      <Icon size={14} stroke={2} aria-hidden />
      {t(`state.${state}`)}
    </span>
  );
}
