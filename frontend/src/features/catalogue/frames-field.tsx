import { ALL_POSE_FRAMES, POSE_FRAMES, readFrames, writeFrames } from '@atelier/shared/pose-frames';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../lib/format.ts';
import { currentLocale } from '../../lib/locale.ts';
import type { FieldProps } from './field-props.ts';
import classes from './frames-field.module.css';

/** The twelve poses by name, each a box to tick. One always stays chosen: an order of no picture is none. */
export function FramesField({ labelId, helpId, value, disabled, onChange }: FieldProps) {
  const { t } = useTranslation('catalogue');
  const chosen = readFrames(String(value)) ?? [];
  const isAll = chosen.length === POSE_FRAMES.length;
  const toggle = (number: number, isChosen: boolean) =>
    onChange(writeFrames(isChosen ? [...chosen, number] : chosen.filter((each) => each !== number)));

  return (
    <fieldset
      className={classes.frames}
      aria-labelledby={labelId}
      {...(helpId ? { 'aria-describedby': helpId } : {})}
      disabled={disabled}
    >
      {POSE_FRAMES.map(({ number, title }) => {
        const isChosen = chosen.includes(number);
        return (
          <label key={number} className={classes.frame}>
            <input
              type="checkbox"
              checked={isChosen}
              disabled={isChosen && chosen.length === 1}
              onChange={(event) => toggle(number, event.currentTarget.checked)}
            />
            <span className={classes.number}>{formatNumber(number)}</span>
            {title[currentLocale()]}
          </label>
        );
      })}
      <button
        type="button"
        className={classes.all}
        disabled={isAll}
        onClick={() => onChange(ALL_POSE_FRAMES)}
      >
        {t('frames.all')}
      </button>
    </fieldset>
  );
}
