import type { Health } from '@atelier/shared/contracts/operations';
import { IconAlertTriangle, IconCircleCheck, IconClockQuestion } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { ListSkeleton } from '../../components/list-parts.tsx';
import { FailureNote } from '../../ui/failure-note.tsx';
import { ToneBadge } from '../../ui/job-row.tsx';
import { type HealthTile, type TileState, useHealthTiles } from './health-tiles.ts';
import classes from './operations-page.module.css';
import { useHealth } from './operations-queries.ts';
import { SectionHead } from './section-head.tsx';

const ICON = { size: 14, stroke: 2, 'aria-hidden': true } as const;
const BADGES = {
  good: { tone: 'good', icon: <IconCircleCheck {...ICON} /> },
  bad: { tone: 'bad', icon: <IconAlertTriangle {...ICON} /> },
  unknown: { tone: 'quiet', icon: <IconClockQuestion {...ICON} /> },
} as const satisfies Record<TileState, unknown>;

/** One tile for each thing that may go wrong, with what to do when it has. */
export function HealthSection() {
  const { t } = useTranslation('operations');
  const health = useHealth();
  return (
    <section className={classes.section} aria-label={t('section.health')}>
      <SectionHead
        title={t('section.health')}
        readAtMs={health.dataUpdatedAt}
        isReading={health.isFetching}
        onRefresh={() => void health.refetch()}
      />
      {health.isPending && <ListSkeleton />}
      {health.isError && <FailureNote error={health.error} onRetry={() => void health.refetch()} />}
      {health.data && <Tiles health={health.data} nowMs={health.dataUpdatedAt} />}
    </section>
  );
}

function Tiles({ health, nowMs }: { readonly health: Health; readonly nowMs: number }) {
  const { t } = useTranslation('operations');
  const tiles = useHealthTiles(health, nowMs);
  return (
    <ul className={classes.tiles} aria-label={t('section.health')}>
      {tiles.map((tile) => (
        <Tile key={tile.name} tile={tile} />
      ))}
    </ul>
  );
}

function Tile({ tile }: { readonly tile: HealthTile }): ReactNode {
  const { t } = useTranslation('operations');
  const { name, state, value, facts, link } = tile;
  const { tone, icon } = BADGES[state];
  return (
    <li className={classes.tile} data-state={state}>
      <div className={classes.tileHead}>
        <h3>{t(`tile.${name}.title`)}</h3>
        <ToneBadge tone={tone} icon={icon}>
          {t(`tileState.${state}`)}
        </ToneBadge>
      </div>
      <p className={classes.tileValue}>{value}</p>
      {facts.map((fact) => (
        <p key={fact} className={classes.soft}>
          {fact}
        </p>
      ))}
      {state === 'bad' && <p className={classes.advice}>{t(`tile.${name}.advice`)}</p>}
      {link && (
        <Link to={link} className={classes.link ?? ''}>
          {t(`tile.${name}.link`)}
        </Link>
      )}
    </li>
  );
}
