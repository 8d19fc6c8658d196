import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldProps } from '../../features/catalogue/field-props.ts';
import { ParameterForm } from '../../features/catalogue/parameter-form.tsx';
import type { ParameterValues } from '../../features/catalogue/parameter-values.ts';
import { AssetField } from './asset-field.tsx';
import { groupFields } from './group-fields.ts';
import { ReferencePictures } from './reference-pictures.tsx';
import { TaskField } from './task-field.tsx';
import type { ReferencePicturesState } from './use-reference-pictures.ts';
import classes from './workbench.module.css';

/** Few models ask a vendor for choices, so the others do not load the search. */
const VendorOptionsField = lazy(async () => ({
  default: (await import('./vendor-options-field.tsx')).VendorOptionsField,
}));

interface GenerateFormProps {
  readonly model: CatalogueModel;
  readonly values: ParameterValues;
  readonly onValues: (values: ParameterValues) => void;
  readonly pictures: ReferencePicturesState;
}

/** Words and pictures first, then what most people decide; the rest is folded. */
export function GenerateForm({ model, values, onValues, pictures }: GenerateFormProps) {
  const { t } = useTranslation('generate');
  const { main, advanced } = groupFields(model);
  const ownControl = (name: string, field: FieldProps) => {
    const { control, vendorOptions } = field.property;
    if (control === 'asset') return <AssetField field={field} />;
    if (control === 'task') return <TaskField field={field} model={model} />;
    if (vendorOptions)
      return (
        <Suspense fallback={<span className={classes.fieldBox} />}>
          <VendorOptionsField field={field} model={model.slug} name={name} />
        </Suspense>
      );
    return undefined;
  };
  const form = { schema: model.parameters, values, onChange: onValues, ownControl };
  return (
    <div className={classes.form}>
      <ParameterForm {...form} names={main.slice(0, 1)} />
      {model.inputs.max > 0 && <ReferencePictures model={model} pictures={pictures} />}
      <ParameterForm {...form} names={main.slice(1)} />
      {advanced.length > 0 && (
        <details className={classes.advanced}>
          <summary>{t('advanced', { count: advanced.length })}</summary>
          <ParameterForm {...form} names={advanced} />
        </details>
      )}
    </div>
  );
}
