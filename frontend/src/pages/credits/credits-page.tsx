import type { EntryType } from '@atelier/shared/contracts/credit';
import { Button, NativeSelect, Skeleton } from '@mantine/core';
import { IconCoins, IconFileTypeCsv, IconFilterOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import list from '../../components/list-page.module.css';
import { BalanceTiles } from '../../features/credits/balance-tiles.tsx';
import { LEDGER_ENTRY_TYPES } from '../../features/credits/entry-types.ts';
import { LedgerTable } from '../../features/credits/ledger-table.tsx';
import { useLedger } from '../../features/credits/use-ledger.ts';
import { useStatementDownload } from '../../features/credits/use-statement-download.ts';
import { OperatorContact } from '../../features/session/operator-contact.tsx';
import { useBalance } from '../../features/session/use-balance.ts';
import { Answer } from '../../ui/answer.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { Paging } from '../../ui/paging.tsx';
import classes from './credits-page.module.css';
import { MembershipLine } from './membership-line.tsx';

interface LedgerView {
  readonly type: EntryType | undefined;
  readonly page: number;
}

function readView(parameters: URLSearchParams): LedgerView {
  const page = Number(parameters.get('page') ?? 1);
  return {
    type: LEDGER_ENTRY_TYPES.find((type) => type === parameters.get('type')),
    page: Number.isSafeInteger(page) && page >= 1 ? page : 1,
  };
}

function writeView({ type, page }: LedgerView): URLSearchParams {
  const parameters = new URLSearchParams();
  if (type) parameters.set('type', type);
  if (page > 1) parameters.set('page', String(page));
  return parameters;
}

/** Where the credits stand and every movement that led there. */
export function CreditsPage() {
  const { t } = useTranslation('credits');
  const balance = useBalance();
  return (
    <div className={list.page}>
      <header className={list.header}>
        <div className={list.intro}>
          <h1>{t('title')}</h1>
          <p>
            {t('more')} <OperatorContact />
          </p>
        </div>
        <MembershipLine />
      </header>
      <Answer query={balance} waiting={<BalanceTiles credits={undefined} />}>
        {(credits) => <BalanceTiles credits={credits} />}
      </Answer>
      <LedgerSection />
    </div>
  );
}

function LedgerSection() {
  const { t } = useTranslation('credits');
  const [parameters, setParameters] = useSearchParams();
  const view = readView(parameters);
  const ledger = useLedger(view);
  const statement = useStatementDownload();
  const show = (change: Partial<LedgerView>) => setParameters(writeView({ ...view, ...change }));

  return (
    <section className={list.sheet} aria-labelledby="ledger-title">
      <div className={classes.sheetHeader}>
        <h2 id="ledger-title">{t('ledger.title')}</h2>
        <Button
          className={classes.export ?? ''}
          variant="default"
          leftSection={<IconFileTypeCsv size={18} stroke={1.75} aria-hidden />}
          loading={statement.isPending}
          onClick={() => statement.mutate()}
        >
          {t('export.action')}
        </Button>
        <NativeSelect
          className={classes.filter}
          aria-label={t('filter.label')}
          value={view.type ?? ''}
          onChange={(event) =>
            show({ type: LEDGER_ENTRY_TYPES.find((type) => type === event.currentTarget.value), page: 1 })
          }
          data={[
            { value: '', label: t('filter.all') },
            ...LEDGER_ENTRY_TYPES.map((type) => ({ value: type, label: t(`type.${type}`) })),
          ]}
        />
      </div>
      {statement.isError && (
        <div className={classes.note}>
          <FailureNote error={statement.error} title={t('export.failed')} />
        </div>
      )}
      <Answer query={ledger} waiting={<LedgerSkeleton />} box={classes.note}>
        {(known) => (
          <LedgerBody ledger={known} isStale={ledger.isPlaceholderData} view={view} onShow={show} />
        )}
      </Answer>
    </section>
  );
}

interface LedgerBodyProps {
  readonly ledger: NonNullable<ReturnType<typeof useLedger>['data']>;
  /** Whether it is that of the view before. */
  readonly isStale: boolean;
  readonly view: LedgerView;
  readonly onShow: (change: Partial<LedgerView>) => void;
}

function LedgerBody({ ledger, isStale, view, onShow }: LedgerBodyProps) {
  const { t } = useTranslation('credits');
  const { items, pagination } = ledger;
  if (pagination.total === 0) return <NoEntries isFiltered={view.type !== undefined} onShow={onShow} />;
  return (
    <>
      <LedgerTable entries={items} isStale={isStale} />
      <Paging
        pagination={pagination}
        label={t('ledger.pages')}
        onPage={(change) => onShow({ page: view.page + change })}
      />
    </>
  );
}

interface NoEntriesProps {
  readonly isFiltered: boolean;
  readonly onShow: (change: Partial<LedgerView>) => void;
}

function NoEntries({ isFiltered, onShow }: NoEntriesProps) {
  const { t } = useTranslation('credits');
  if (isFiltered) {
    return (
      <EmptyState icon={IconFilterOff} title={t('emptyFilter.title')} text={t('emptyFilter.text')}>
        <Button variant="default" onClick={() => onShow({ type: undefined, page: 1 })}>
          {t('filter.clear')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={IconCoins} title={t('empty.title')} text={t('empty.text')}>
      <Button component={Link} to="/">
        {t('empty.action')}
      </Button>
    </EmptyState>
  );
}

const SKELETON_ROWS = ['a', 'b', 'c', 'd', 'e', 'f'];

function LedgerSkeleton() {
  const { t } = useTranslation();
  return (
    <div className={classes.skeleton} role="status" aria-label={t('loading')}>
      {SKELETON_ROWS.map((row) => (
        <Skeleton key={row} height={24} />
      ))}
    </div>
  );
}
