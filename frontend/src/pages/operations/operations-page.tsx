import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import page from '../../components/list-page.module.css';
import { ListSkeleton } from '../../components/list-parts.tsx';
import links from '../../components/view-links.module.css';
import { FailuresSection } from './failures-section.tsx';
import { HealthSection } from './health-section.tsx';
import { LanesSection } from './lanes-section.tsx';
import { LossesSection } from './losses-section.tsx';
import { TasksSection } from './tasks-section.tsx';

const OperatorTask = lazy(async () => ({ default: (await import('./operator-task.tsx')).OperatorTask }));

const SECTIONS = {
  health: HealthSection,
  tasks: TasksSection,
  failures: FailuresSection,
  losses: LossesSection,
  lanes: LanesSection,
} as const;
type Section = keyof typeof SECTIONS;
const SECTION_NAMES = Object.keys(SECTIONS) as Section[];

const addressOf = (section: Section): string =>
  section === 'health' ? '/operations' : `/operations/${section}`;

/** For operators: how the installation stands, whose tasks run and fail, and what can be done about it. */
export function OperationsPage() {
  const { t } = useTranslation('operations');
  const parameters = useParams();
  const section = SECTION_NAMES.find((name) => name === parameters['section']) ?? 'health';
  const Shown = SECTIONS[section];
  if (section === 'tasks' && parameters['id'] !== undefined) {
    return (
      <div className={page.page}>
        <Suspense fallback={<ListSkeleton />}>
          <OperatorTask taskId={parameters['id']} />
        </Suspense>
      </div>
    );
  }
  return (
    <div className={page.page}>
      <header className={page.header}>
        <div className={page.intro}>
          <h1>{t('title')}</h1>
          <p>{t(`intro.${section}`)}</p>
        </div>
      </header>
      <nav className={links.views} aria-label={t('title')}>
        {SECTION_NAMES.map((name) => (
          <Link key={name} to={addressOf(name)} aria-current={name === section ? 'page' : undefined}>
            {t(`section.${name}`)}
          </Link>
        ))}
      </nav>
      <Shown />
    </div>
  );
}
