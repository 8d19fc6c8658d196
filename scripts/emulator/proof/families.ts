import type { StartInput } from '@atelier/backend/providers/adapter';
import type { Catalogue, CatalogueEntry } from '@atelier/backend/providers/catalogue';
import type { InputFile } from '@atelier/backend/providers/http-messages';
import { coveringChoices } from './covering-choices.ts';

/** Models of one provider that are ordered at the same place, and so fail in the same words. */
export interface Family {
  readonly name: string;
  readonly provider: string;
  /** Below the provider's own path. */
  readonly startPath: string;
  /** Stands for all of them: the one with the most results for one order, since parts of it can be missing. */
  readonly entry: CatalogueEntry;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly outputCount: number;
}

const INPUT: InputFile = {
  path: '/nowhere.png',
  name: 'nowhere.png',
  contentType: 'image/png',
  sizeBytes: 1000,
  width: 640,
  height: 512,
  position: 0,
  role: null,
};

/** The families of these providers, found by where their adapters send an order. */
export function familiesOf(catalogue: Catalogue, providers: ReadonlySet<string>): Family[] {
  const families = new Map<string, Family>();
  for (const entry of catalogue.values()) {
    if (!providers.has(entry.provider.slug)) continue;
    // What goes on with an earlier task, or needs a further file, is ordered like its relatives.
    if (Object.values(entry.parameterSchema.properties).some(({ control }) => control === 'task')) continue;
    const family = familyOf(entry);
    const known = families.get(family.name);
    if (!known || family.outputCount > known.outputCount) families.set(family.name, family);
  }
  return [...families.values()];
}

/** `PROOF_PROFILE=full` proves every family; without it each provider stands in with its first one. */
export const IS_FULL_PROOF = process.env['PROOF_PROFILE'] === 'full';

/** The families that this run proves. */
export function provenFamilies(all: readonly Family[]): readonly Family[] {
  if (IS_FULL_PROOF) return all;
  return all.filter((family) => all.find(({ provider }) => provider === family.provider) === family);
}

function familyOf(entry: CatalogueEntry): Family {
  const { model, provider } = entry;
  const inputs = Array.from({ length: model.inputs.min }, (_, position) => ({ ...INPUT, position }));
  const choices = coveringChoices(entry).sets.map((set) => {
    const parameters = model.parameters.parse(set);
    return { set, parameters, outputCount: model.outputCount(parameters, inputs.length) };
  });
  const best = choices.reduce((a, b) => (b.outputCount > a.outputCount ? b : a));
  const input: StartInput = {
    taskId: 'task_family',
    attempt: 1,
    parameters: best.parameters,
    inputs,
    workDirectory: '/nowhere',
    prepared: inputs.map(() => 'https://example.com/input.png'),
    continued: null,
    settings: model.settings?.emulated,
    callbackUrl: null,
  };
  const request = provider.start(model, input);
  if (request.kind !== 'http') throw new Error(`${provider.slug} speaks to nobody`);
  const startPath = new URL(request.url, 'https://vendor.example').pathname;
  const name = `${provider.slug} ${startPath.replace(model.vendorModel, '<model>')}`;
  return {
    name,
    provider: provider.slug,
    startPath,
    entry,
    parameters: best.set,
    outputCount: best.outputCount,
  };
}
