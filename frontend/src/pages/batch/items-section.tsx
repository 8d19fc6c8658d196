import { BATCH_ITEM_STATES, type BatchItemState } from '@atelier/shared/batch-item-states';
import type { Batch, BatchItem } from '@atelier/shared/contracts/batch';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { UploadPicture } from '../../features/batches/batch-uploads.ts';
import { usePictureLinks } from '../../features/results/picture-links.ts';
import { formatNumber } from '../../lib/format.ts';
import styles from './batch-items.module.css';
import classes from './batch-page.module.css';
import { ItemCard } from './item-card.tsx';
import { taskStateOf } from './live-batch.ts';

interface ItemsSectionProps {
  readonly batch: Batch;
  readonly items: readonly BatchItem[];
  /** The pictures this tab sends to it; undefined when it sends none. */
  readonly sending: readonly UploadPicture[] | undefined;
  /** Reads the pictures again, for fresh links; rejects when that fails. */
  readonly reload: () => Promise<unknown>;
}

/** All pictures in their order, or those in one state. The choice lives in the address. */
export function ItemsSection({ batch, items, sending, reload }: ItemsSectionProps) {
  const { t } = useTranslation('batch');
  const [parameters, setParameters] = useSearchParams();
  const links = usePictureLinks(reload);
  const chosen = BATCH_ITEM_STATES.find((state) => state === parameters.get('state'));
  const shown = chosen === undefined ? items : items.filter(({ state }) => state === chosen);
  const uploads = new Map(sending?.map((picture) => [picture.position, picture]));
  const choose = (state: BatchItemState | undefined) =>
    setParameters(state === undefined ? {} : { state }, { replace: true });

  return (
    <section className={styles.items} aria-labelledby="items-title">
      <div className={styles.itemsHead}>
        <h2 id="items-title">{t('pictures')}</h2>
        <StateFilter counts={batch.counts} total={items.length} chosen={chosen} onChoose={choose} />
      </div>
      {shown.length === 0 ? (
        <p className={classes.hint}>{t('emptyFilter')}</p>
      ) : (
        <ul className={styles.grid} aria-labelledby="items-title">
          {shown.map((item) => (
            <ItemCard key={item.position} item={item} picture={uploads.get(item.position)} links={links} />
          ))}
        </ul>
      )}
    </section>
  );
}

interface StateFilterProps {
  readonly counts: Batch['counts'];
  readonly total: number;
  readonly chosen: BatchItemState | undefined;
  readonly onChoose: (state: BatchItemState | undefined) => void;
}

/** Only states that something is in, so there is never an empty choice to fall into. */
function StateFilter({ counts, total, chosen, onChoose }: StateFilterProps) {
  const { t } = useTranslation('batch');
  const present = BATCH_ITEM_STATES.filter((state) => counts[state] > 0 || state === chosen);
  const nameOf = (state: BatchItemState): string => {
    const known = taskStateOf({ state });
    return known ? t(`common:state.${known}`) : t(`itemState.${state}`);
  };
  return (
    <fieldset className={styles.states}>
      <legend className={styles.hidden}>{t('filter.label')}</legend>
      {[undefined, ...present].map((state) => (
        <label key={state ?? 'all'} className={styles.stateChoice}>
          <input
            type="radio"
            name="item-state"
            className={styles.hidden}
            checked={chosen === state}
            onChange={() => onChoose(state)}
          />
          <span>
            {state ? nameOf(state) : t('filter.all')}{' '}
            <span className={styles.stateCount}>{formatNumber(state ? counts[state] : total)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  );
}
