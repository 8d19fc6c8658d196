import type { AdminTask } from '@atelier/shared/contracts/admin-task';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import table from '../../components/data-table.module.css';
import { StateBadge } from '../../features/results/state-badge.tsx';
import { formatDateTime, formatNumber } from '../../lib/format.ts';
import classes from './operations-page.module.css';

/** Tasks of everybody; on phones each row becomes a card. */
export function TaskTable({ tasks }: { readonly tasks: readonly AdminTask[] }) {
  const { t } = useTranslation('operations');
  return (
    <table className={table.table}>
      <caption className={table.caption}>{t('section.tasks')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('column.task')}</th>
          <th scope="col">{t('column.user')}</th>
          <th scope="col">{t('column.model')}</th>
          <th scope="col">{t('column.state')}</th>
          <th scope="col">{t('column.error')}</th>
          <th scope="col" className={table.number}>
            {t('column.price')}
          </th>
        </tr>
      </thead>
      <tbody>
        {tasks.map((task) => (
          <TaskLine key={task.id} task={task} />
        ))}
      </tbody>
    </table>
  );
}

function TaskLine({ task }: { readonly task: AdminTask }) {
  const { t } = useTranslation('operations');
  const { id, taskNo, user, model, provider, status, errorCode, deletedAt } = task;
  return (
    <tr>
      <td className={classes.taskCell}>
        <Link to={`/operations/tasks/${id}`} className={classes.link ?? ''}>
          {taskNo}
        </Link>
        <span className={classes.soft}>
          <time dateTime={task.createdAt}>{formatDateTime(task.createdAt)}</time>
          {deletedAt !== null && ` · ${t('tasks.deleted')}`}
        </span>
      </td>
      <td className={classes.userCell}>{user.email}</td>
      <td className={classes.modelCell}>
        {model}
        <span className={classes.soft}>
          {provider} · {task.taskType}
        </span>
      </td>
      <td className={classes.stateCell}>
        <StateBadge state={status} />
      </td>
      <td className={classes.errorCell}>
        {errorCode !== null && <code className={classes.code}>{errorCode}</code>}
      </td>
      <td className={`${table.number} ${classes.priceCell}`}>
        <Price task={task} />
      </td>
    </tr>
  );
}

/** What was asked for, and what it came to where that differs. */
function Price({ task }: { readonly task: AdminTask }) {
  const { t } = useTranslation('operations');
  const { priceCredits, chargedCredits } = task;
  return (
    <>
      {t('common:credits', { count: priceCredits })}
      {chargedCredits !== null && chargedCredits !== priceCredits && (
        <span className={classes.soft}>{t('tasks.charged', { credits: formatNumber(chargedCredits) })}</span>
      )}
    </>
  );
}
