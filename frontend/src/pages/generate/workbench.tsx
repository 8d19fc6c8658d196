import type { CatalogueModel } from '@atelier/shared/contracts/catalogue';
import type { Task } from '@atelier/shared/contracts/task';
import { useCallback, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { isParameterValue } from '../../features/catalogue/parameter-values.ts';
import { sentParameters } from '../../features/catalogue/priced-values.ts';
import { GenerateBar } from './generate-bar.tsx';
import { readDraft } from './generate-draft.ts';
import { GenerateForm } from './generate-form.tsx';
import { missingParameter } from './group-fields.ts';
import { ModelHead } from './model-head.tsx';
import { ModelHistory } from './model-history.tsx';
import { Stage } from './stage.tsx';
import { useDraft } from './use-draft.ts';
import { useQuote } from './use-quote.ts';
import { useReferencePictures } from './use-reference-pictures.ts';
import { useStartGeneration } from './use-start-generation.ts';
import classes from './workbench.module.css';

interface WorkbenchProps {
  readonly accountId: string;
  readonly model: CatalogueModel;
  readonly successor: CatalogueModel | undefined;
}

/** On a phone the result is below the form: what was just started should be seen. */
function showOnPhone(element: HTMLElement | null): void {
  if (!window.matchMedia('(max-width: 48em)').matches) return;
  requestAnimationFrame(() => element?.scrollIntoView({ behavior: 'smooth', block: 'start' }));
}

function focusParameter(form: HTMLElement | null, name: string): void {
  form
    ?.querySelector<HTMLElement>(
      `[data-parameter="${CSS.escape(name)}"] :is(textarea, input, button, select)`,
    )
    ?.focus();
}

/** A task's order as it can be laid out again. Pictures that a parameter names come with the parameters. */
function orderOf(task: Task) {
  const named = Object.values(task.parameters);
  const values = Object.fromEntries(
    Object.entries(task.parameters).filter(([, value]) => isParameterValue(value)),
  );
  return readDraft({ values, inputIds: task.inputs.map(({ id }) => id).filter((id) => !named.includes(id)) });
}

/** One model: say what you want, see the price, start, watch, and have the result where you asked for it. */
export function Workbench({ accountId, model, successor }: WorkbenchProps) {
  const { t } = useTranslation('generate');
  const [search, setSearch] = useSearchParams();
  const taskId = search.get('task') ?? undefined;
  const panel = useRef<HTMLElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const { values, inputIds, setDraft, setValues, setInputIds } = useDraft(accountId, model);
  const pictures = useReferencePictures(model, inputIds, setInputIds);
  const {
    quote,
    error: quoteError,
    isCurrent,
    retry: retryQuote,
  } = useQuote(
    model,
    values,
    // Before the pictures are here the price is that of as many as are needed.
    Math.max(pictures.assets.length, model.inputs.min),
  );

  const showTask = useCallback((id: string) => setSearch({ task: id }), [setSearch]);
  const { start, isStarting, error } = useStartGeneration((task) => {
    showTask(task.id);
    showOnPhone(stage.current);
  });

  const missing = missingParameter(model, values);
  const hasInputs = pictures.assets.length >= model.inputs.min;
  const startNow = () => {
    if (missing !== undefined) return focusParameter(panel.current, missing);
    if (!hasInputs || !pictures.isReady || !model.available || !quote?.affordable || !isCurrent) return;
    start({
      taskType: 'generate',
      model: model.slug,
      parameters: sentParameters(model, values),
      inputAssetIds: pictures.assets.map(({ id }) => id),
      expectedPrice: quote.credits,
    });
  };
  useStartKey(startNow);

  const onAgain = (task: Task) => {
    const { values: again, inputIds: ids } = orderOf(task);
    start({
      taskType: 'generate',
      model: model.slug,
      parameters: again,
      inputAssetIds: [...ids],
      expectedPrice: task.priceCredits,
    });
  };
  const onChange = (task: Task) => {
    setDraft(orderOf(task));
    const first = model.parameters.required?.[0] ?? Object.keys(model.parameters.properties)[0];
    if (first !== undefined) focusParameter(panel.current, first);
  };

  return (
    <div className={classes.page}>
      <aside className={classes.panel} aria-label={t('panel')} ref={panel}>
        <div className={classes.settings}>
          <ModelHead model={model} />
          <GenerateForm model={model} values={values} onValues={setValues} pictures={pictures} />
        </div>
        <GenerateBar
          model={model}
          successor={successor}
          quote={quote}
          failure={error}
          quoteFailure={quoteError}
          onQuoteRetry={retryQuote}
          missing={missing}
          hasInputs={hasInputs}
          pictures={pictures}
          isCurrent={isCurrent}
          isStarting={isStarting}
          onStart={startNow}
        />
      </aside>
      <div className={classes.stage} ref={stage}>
        <Stage taskId={taskId} model={model} isStarting={isStarting} onAgain={onAgain} onChange={onChange} />
        <ModelHistory model={model} shownId={taskId} onShow={showTask} />
      </div>
    </div>
  );
}

/** Ctrl or Cmd with Enter starts from anywhere on the page but a dialog. */
function useStartKey(action: () => void): void {
  const latest = useRef(action);
  useEffect(() => {
    latest.current = action;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return;
      if (document.querySelector('[role="dialog"]')) return;
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
