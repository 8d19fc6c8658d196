import type { CatalogueEntry } from '@atelier/backend/providers/catalogue';
import type { Task } from '@atelier/shared/contracts/task';
import { priceOf } from '@atelier/shared/pricing';
import { coveringChoices } from './covering-choices.ts';
import { PATIENCE_MS, type ProofOrder, type ProofStudio } from './proof-studio.ts';

export interface ModelProof {
  readonly orders: number;
  readonly results: number;
  /** Empty when the model does what its file says. */
  readonly problems: readonly string[];
}

/** Orders a model with every choice of its form, and compares what comes with what its file promises. */
export async function proveModel(proof: ProofStudio, entry: CatalogueEntry): Promise<ModelProof> {
  const { slug } = entry.model;
  const { sets, unreachable } = coveringChoices(entry);
  const orders = await ordersOf(proof, entry, sets);
  const outcomes = await Promise.all(orders.map((order) => proveOrder(proof, entry, order)));
  return {
    orders: orders.length,
    results: outcomes.reduce((sum, { results }) => sum + results, 0),
    problems: [
      ...unreachable.map((choice) => `${slug}: ${choice} can never be ordered`),
      ...outcomes.flatMap(({ problems }) => problems),
    ],
  };
}

/** The sets with what they refer to, with the fewest and the most inputs in turn, and with every reference once. */
async function ordersOf(
  proof: ProofStudio,
  entry: CatalogueEntry,
  sets: readonly Readonly<Record<string, unknown>>[],
): Promise<ProofOrder[]> {
  const { min, max } = entry.model.inputs;
  const most = Math.min(max, proof.pictureIds.length);
  const properties = Object.entries(entry.parameterSchema.properties);
  const assets = properties.filter(([, { control }]) => control === 'asset').map(([name]) => name);
  const tasks = properties.filter(([, { control }]) => control === 'task').map(([name]) => name);
  const continued = tasks.length > 0 ? await earlierTask(proof, entry) : '';
  const required = entry.parameterSchema.required ?? [];
  // At least two orders, so that the fewest and the most inputs, and both with and without a reference, are seen.
  const several = sets.length > 1 ? sets : [...sets, ...sets];
  return several.map((set, index) => {
    const isFull = index % 2 === 1;
    const named = assets.filter((name) => isFull || required.includes(name));
    const references = named.map((name, at) => [name, proof.pictureIds[(at + 1) % proof.pictureIds.length]]);
    const parameters = {
      ...set,
      ...Object.fromEntries(references),
      ...Object.fromEntries(tasks.map((name) => [name, continued])),
    };
    return { model: entry.model.slug, parameters, inputCount: isFull ? most : min };
  });
}

/** A finished task that this model can go on with. */
async function earlierTask(proof: ProofStudio, { model }: CatalogueEntry): Promise<string> {
  const [slug = ''] = model.continues ?? [];
  const entry = proof.catalogue.get(slug);
  if (!entry) throw new Error(`${model.slug} goes on with tasks of no known model`);
  const [parameters = {}] = coveringChoices(entry).sets;
  const task = await proof.complete({ model: slug, parameters, inputCount: entry.model.inputs.min });
  if (task.status !== 'completed') throw new Error(`${slug} gave nothing to go on with: ${task.error}`);
  return task.id;
}

async function proveOrder(
  proof: ProofStudio,
  { model }: CatalogueEntry,
  order: ProofOrder,
): Promise<Omit<ModelProof, 'orders'>> {
  const words = `${model.slug} ${JSON.stringify(order.parameters)} with ${order.inputCount} inputs`;
  const { status, task: accepted, message } = await proof.tryOrder(order);
  if (status !== 201) return { results: 0, problems: [`${words}: not taken, ${message}`] };
  const task = await proof.client.ended(accepted.id, PATIENCE_MS);
  if (task.status !== 'completed')
    return { results: 0, problems: [`${words}: ${await reasonOf(proof, task)}`] };
  const parameters = model.parameters.parse(order.parameters);
  const outputCount = model.outputCount(parameters, order.inputCount);
  const price = priceOf(model.priceRule, { inputCount: order.inputCount, outputCount, parameters });
  const expected = [
    ['results', task.results.length, outputCount],
    ['charged', task.chargedCredits, price],
    ['emulated', task.emulated, model.vendorCost !== undefined],
    ['warnings about results', task.warnings.some(({ code }) => code === 'result_filtered'), false],
    ['types', task.results.every(({ contentType }) => contentType.startsWith(`${model.outputType}/`)), true],
  ] as const;
  const problems = expected
    .filter(([, is, should]) => is !== should)
    .map(([what, is, should]) => `${words}: ${what} ${is}, not ${should}`);
  return { results: task.results.length, problems };
}

/** With the words for operators, which no route shows to users. */
async function reasonOf({ client, studio }: ProofStudio, task: Task): Promise<string> {
  const row = await studio.parts.reader.get(client.userId, task.id);
  return `${task.status}, ${row.error_code}: ${row.error_detail}`;
}
