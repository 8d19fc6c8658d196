import type { Asset } from '@atelier/shared/contracts/asset';
import { useTranslation } from 'react-i18next';
import { AssetPicture } from '../../features/results/asset-picture.tsx';
import type { PictureLinks } from '../../features/results/picture-links.ts';
import classes from './task-parts.module.css';

interface InputStripProps {
  readonly inputs: readonly Asset[];
  readonly position: number;
  readonly onPosition: (position: number) => void;
  readonly links: PictureLinks;
}

/** The pictures a task was made from; choosing one shows its results. */
export function InputStrip({ inputs, position, onPosition, links }: InputStripProps) {
  const { t } = useTranslation('task');
  return (
    <ul className={classes.strip} aria-label={t('inputs')}>
      {inputs.map((input) => (
        <li key={input.id}>
          <button
            type="button"
            className={classes.stripItem}
            aria-pressed={input.inputPosition === position}
            aria-label={t('showInput', { name: input.name })}
            title={input.name}
            onClick={() => onPosition(input.inputPosition)}
          >
            <AssetPicture asset={input} alt="" links={links} />
          </button>
        </li>
      ))}
    </ul>
  );
}
