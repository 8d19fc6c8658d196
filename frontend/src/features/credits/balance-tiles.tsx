import type { Credits } from '@atelier/shared/contracts/credit';
import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../lib/format.ts';
import classes from './credits.module.css';

const TILES = ['credits', 'held', 'totalEarned', 'totalSpent'] as const;

/** What can be spent, what is set aside, and what came and went so far. */
export function BalanceTiles({ credits }: { readonly credits: Credits | undefined }) {
  const { t } = useTranslation('credits');
  return (
    <dl className={classes.tiles}>
      {TILES.map((tile) => (
        <div key={tile} className={classes.tile} data-tile={tile}>
          <dt className={classes.tileName}>{t(`tile.${tile}.name`)}</dt>
          <dd className={classes.tileFigure}>
            {credits ? formatNumber(credits[tile]) : <Skeleton height={32} width={72} />}
          </dd>
          <dd className={classes.tileHint}>{t(`tile.${tile}.hint`)}</dd>
        </div>
      ))}
    </dl>
  );
}
