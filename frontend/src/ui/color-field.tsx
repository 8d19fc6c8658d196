import { useTranslation } from 'react-i18next';
import classes from './color-field.module.css';

const SWATCHES = ['#ffffff', '#f2f2f2', '#d9d9d9', '#f5efe6', '#1c1c1b'] as const;

interface ColorFieldProps {
  readonly id: string;
  readonly describedBy?: string | undefined;
  /** `#rrggbb` */
  readonly value: string;
  readonly disabled?: boolean;
  readonly onChange: (value: string) => void;
}

/** Backdrop colors one click away; the system's own picker for any other. */
export function ColorField({ id, describedBy, value, disabled = false, onChange }: ColorFieldProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.root}>
      {SWATCHES.map((color) => (
        <button
          key={color}
          type="button"
          className={classes.swatch}
          style={{ background: color }}
          aria-label={t('color', { color })}
          aria-pressed={value.toLowerCase() === color}
          disabled={disabled}
          onClick={() => onChange(color)}
        />
      ))}
      <input
        id={id}
        type="color"
        className={classes.picker}
        aria-describedby={describedBy}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </div>
  );
}
