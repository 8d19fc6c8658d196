import type { Catalogue, CatalogueEntry } from '@atelier/backend/providers/catalogue';
import { sampleParameters } from '@atelier/backend/providers/catalogue';
import type { ParameterSchema } from '@atelier/shared/parameter-form';
import { type PriceRule, priceOf } from '@atelier/shared/pricing';

const HEAD = `# Models

Made by \`pnpm docs:models\` from the files under \`backend/src/providers/*/models/\`; do not edit. A price is what the form
costs as it comes; "by choice" where a choice changes it. Retired models take no orders; their successor is named.
`;

const PROVIDER_HEAD = `
## Which providers know an order again

A start that may have been heard is repeated only where the provider recognises our reference. Elsewhere the task is
refunded, and an operator finds it in the loss account.

`;

/** The text of docs/models.md. */
export function modelList(catalogue: Catalogue): string {
  const byProvider = Map.groupBy(catalogue.values(), ({ provider }) => provider.slug);
  const sections = [...byProvider].map(([slug, entries]) => {
    const name = entries[0]?.provider.connection?.label.en ?? 'This machine';
    const rows = entries.map(rowOf);
    const columns = ['slug', 'makes', 'does', 'inputs', 'credits', 'life'];
    return `\n## ${name} (\`${slug}\`, ${entries.length})\n\n${table(columns, rows)}`;
  });
  const providers = [...byProvider.values()].flatMap(([entry]) => (entry ? [providerRow(entry)] : []));
  const columns = ['provider', 'repeats an unclear start', 'can be canceled', 'calls back'];
  const active = [...catalogue.values()].filter(({ model }) => (model.life?.state ?? 'active') === 'active');
  const sum = `\n${catalogue.size} models of ${byProvider.size} providers, ${active.length} of them active.\n`;
  return `${HEAD}${sum}${sections.join('')}${PROVIDER_HEAD}${table(columns, providers)}`;
}

function rowOf(entry: CatalogueEntry): string[] {
  const { model } = entry;
  const { min, max, types } = model.inputs;
  const count = min === max ? `${min}` : `${min}–${max}`;
  return [
    `\`${model.slug}\``,
    model.outputType,
    model.functionTags.join(', '),
    max === 0 ? 'none' : `${count} ${(types ?? ['image']).join(' or ')}`,
    priceOfForm(entry),
    lifeOf(entry),
  ];
}

function priceOfForm({ model, parameterSchema }: CatalogueEntry): string {
  const parameters = model.parameters.parse(sampleParameters(parameterSchema));
  const inputCount = Math.max(1, model.inputs.min);
  const outputCount = model.outputCount(parameters, inputCount);
  const credits = priceOf(model.priceRule, { parameters, inputCount, outputCount });
  return isFixed(model.priceRule, parameterSchema) ? `${credits}` : `${credits}, by choice`;
}

function isFixed(rule: PriceRule, { properties }: ParameterSchema): boolean {
  const isByChoice = (rule.byParameter?.length ?? 0) > 0 || (rule.byQuantity?.length ?? 0) > 0;
  return !isByChoice && !rule.perInput && !properties['numberOfOutputs'];
}

function lifeOf({ model: { life } }: CatalogueEntry): string {
  if (life?.state === 'retired') {
    return `retired ${life.since}${life.successor ? `, see \`${life.successor}\`` : ''}`;
  }
  return life?.state ?? 'active';
}

function providerRow({ provider }: CatalogueEntry): string[] {
  const { isSigned } = provider.callback ?? {};
  const callback =
    isSigned === undefined ? 'no' : isSigned ? 'yes, signed' : 'yes, to an address nobody can guess';
  return [
    `\`${provider.slug}\``,
    provider.isRepeatable ? 'yes' : 'no',
    provider.cancel ? 'yes' : 'no',
    callback,
  ];
}

/** A table as the formatter writes it: columns as wide as their widest cell. */
function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((name, index) =>
    Math.max(name.length, ...rows.map((row) => [...(row[index] ?? '')].length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, index) => cell + ' '.repeat((widths[index] ?? 0) - [...cell].length)).join(' | ')} |\n`;
  return (
    line(columns) + `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |\n` + rows.map(line).join('')
  );
}
