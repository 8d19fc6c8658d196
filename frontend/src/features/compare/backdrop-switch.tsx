import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './compare.module.css';
import { BACKDROPS, type CompareSettings } from './compare-settings.ts';

/** Chooses what lies behind transparent pixels; the last swatch takes any color. */
export function BackdropSwitch({ settings }: { readonly settings: CompareSettings }) {
  const { t } = useTranslation('compare');
  const name = useId();
  return (
    <fieldset className={classes.backdrops}>
      <legend className={classes.hidden}>{t('backdrop.label')}</legend>
      {BACKDROPS.map((backdrop) => (
        <label key={backdrop} className={classes.swatch} title={t(`backdrop.${backdrop}`)}>
          <input
            type="radio"
            name={name}
            className={classes.hidden}
            checked={settings.backdrop === backdrop}
            onChange={() => settings.set({ backdrop })}
            aria-label={t(`backdrop.${backdrop}`)}
          />
          <span
            className={classes.swatchFace}
            data-backdrop={backdrop}
            style={backdrop === 'color' ? { backgroundColor: settings.color } : undefined}
          />
        </label>
      ))}
      {settings.backdrop === 'color' && (
        <input
          type="color"
          className={classes.colorInput}
          value={settings.color}
          onChange={(event) => settings.set({ color: event.currentTarget.value })}
          aria-label={t('backdrop.choose')}
        />
      )}
    </fieldset>
  );
}
