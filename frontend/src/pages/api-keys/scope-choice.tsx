import type { ApiKeyScope } from '@atelier/shared/contracts/api-key';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './key-form.module.css';
import { KEY_SCOPES } from './key-form-values.ts';

interface ScopeChoiceProps {
  readonly value: readonly ApiKeyScope[];
  readonly fault: string | undefined;
  readonly onChange: (scopes: readonly ApiKeyScope[]) => void;
}

/** What a new key may do. Real checkboxes, with what each of them means beside it. */
export function ScopeChoice({ value, fault, onChange }: ScopeChoiceProps) {
  const { t } = useTranslation('api-keys');
  const faultId = useId();
  const toggle = (scope: ApiKeyScope, isChosen: boolean) =>
    onChange(KEY_SCOPES.filter((one) => (one === scope ? isChosen : value.includes(one))));
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>{t('field.scopes')}</legend>
      <div className={classes.scopes}>
        {KEY_SCOPES.map((scope) => (
          <label key={scope} className={classes.scope}>
            <input
              type="checkbox"
              name="scopes"
              value={scope}
              checked={value.includes(scope)}
              aria-invalid={fault !== undefined}
              aria-describedby={fault === undefined ? undefined : faultId}
              onChange={(event) => toggle(scope, event.currentTarget.checked)}
            />
            <span>
              <strong className={classes.scopeName}>{t(`scope.${scope}.name`)}</strong>
              <span className={classes.scopeText}>{t(`scope.${scope}.text`)}</span>
            </span>
          </label>
        ))}
      </div>
      {fault !== undefined && (
        <p id={faultId} className={classes.fault}>
          {fault}
        </p>
      )}
    </fieldset>
  );
}
