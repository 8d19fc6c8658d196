import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { VisuallyHidden } from '@mantine/core';
import { IconZoomQuestion } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { useModels, useTaskTypes } from '../../features/catalogue/catalogue-queries.ts';
import { useSession } from '../../features/session/use-session.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { PageLoader } from '../../ui/page-loader.tsx';
import { StaleNote } from '../../ui/stale-note.tsx';
import classes from './gallery.module.css';
import { ModelGallery } from './model-gallery.tsx';
import { Workbench } from './workbench.tsx';

/** The models that take a free order, and the workbench of the one in the address. */
export function GeneratePage() {
  const { t } = useTranslation('generate');
  const { slug } = useParams();
  const { data: account } = useSession();
  const models = useModels();
  const taskTypes = useTaskTypes();
  const error = models.error ?? taskTypes.error;
  const retry = () => {
    void models.refetch();
    void taskTypes.refetch();
  };

  if (error && !(models.data && taskTypes.data)) {
    return (
      <div className={classes.page}>
        <VisuallyHidden>
          <h1>{t('title')}</h1>
        </VisuallyHidden>
        <FailureNote error={error} onRetry={retry} />
      </div>
    );
  }
  if (!account || !models.data || !taskTypes.data) return <PageLoader />;
  const takenBy = taskTypes.data.find((taskType) => taskType.slug === 'generate')?.models ?? [];
  const offered = models.data.filter((model) => takenBy.includes(model.slug));
  const model = offered.find((each) => each.slug === slug);
  if (slug !== undefined && !model) return <UnknownModel />;
  return (
    <>
      {error && <StaleNote onRetry={retry} />}
      {model ? (
        <Workbench
          key={`${account.id} ${model.slug}`}
          accountId={account.id}
          model={model}
          successor={successorOf(model, offered)}
        />
      ) : (
        <ModelGallery models={offered} />
      )}
    </>
  );
}

const successorOf = (
  { life }: CatalogueModel,
  models: readonly CatalogueModel[],
): CatalogueModel | undefined => models.find(({ slug }) => slug === life.successor);

function UnknownModel() {
  const { t } = useTranslation('generate');
  return (
    <div className={classes.page}>
      <VisuallyHidden>
        <h1>{t('title')}</h1>
      </VisuallyHidden>
      <EmptyState icon={IconZoomQuestion} title={t('unknown.title')} text={t('unknown.text')}>
        <Link to="/generate">{t('allModels')}</Link>
      </EmptyState>
    </div>
  );
}
