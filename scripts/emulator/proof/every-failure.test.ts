import { loadCatalogue } from '@atelier/backend/providers/catalogue';
import type { Task } from '@atelier/shared/contracts/task';
import { afterAll, expect, test } from 'vitest';
import { findViolations } from '../../../backend/src/credits/ledger-invariants.ts';
import { eventually } from '../../../backend/test/test-studio.ts';
import type { Fault } from '../faults.ts';
import { loadVendors } from '../server.ts';
import {
  type ExpectedEnd,
  FAILURE_CASES,
  type FamilyFacts,
  PROVIDER_CASES,
  SHORT_FAULTS,
} from './failure-cases.ts';
import { type Family, familiesOf, IS_FULL_PROOF, provenFamilies } from './families.ts';
import { closeCircuit, openProofStudio, PATIENCE_MS, type ProofStudio } from './proof-studio.ts';

const vendors = new Map((await loadVendors()).map((vendor) => [vendor.slug, vendor]));
const families = provenFamilies(familiesOf(await loadCatalogue(), new Set(vendors.keys())));
const allCases = [...FAILURE_CASES, ...PROVIDER_CASES];
/** The short profile keeps those in which money is lost most easily. */
const cases = IS_FULL_PROOF ? allCases : allCases.filter(({ fault }) => SHORT_FAULTS.includes(fault));
let proven = 0;

/** One order of the family, met by a fault at its start. */
async function meet(proof: ProofStudio, family: Family, fault: Fault | null): Promise<Task> {
  const { emulator } = proof;
  emulator.reset();
  await closeCircuit(proof, family.provider);
  // Once only: an order that is blindly repeated would go well, and be seen.
  if (fault !== null) {
    emulator.orderFault({ vendor: family.provider, fault, method: 'POST', path: family.startPath });
  }
  const { min } = family.entry.model.inputs;
  const { model } = family.entry;
  return proof.complete({ model: model.slug, parameters: family.parameters, inputCount: min });
}

async function problemsOf(
  proof: ProofStudio,
  family: Family,
  fault: Fault,
  expected: ExpectedEnd,
): Promise<string[]> {
  const before = await proof.client.credits();
  const lossesBefore = await proof.studio.parts.losses.countOpen();
  const task = await meet(proof, family, fault);
  const after = await proof.client.credits();
  const { outputCount } = family;
  const share = (outputCount - (expected.missing ?? 0)) / outputCount;
  const charge = expected.status === 'completed' ? Math.max(1, Math.floor(task.priceCredits * share)) : 0;
  const losses = (await proof.studio.parts.losses.countOpen()) - lossesBefore;
  const counts = proof.emulator.counts(family.provider);
  const facts = [
    ['end', task.status, expected.status],
    ['code', expected.codes?.includes(task.errorCode ?? '') ?? true, true],
    ['charged', task.chargedCredits, charge],
    ['paid', before.credits - after.credits, charge],
    ['held', after.held, 0],
    ['attempts spent', task.retryCount, 0],
    ['taken by the vendor', counts.accepted, expected.accepted],
    ['losses', losses, expected.isLoss === null ? losses : Number(expected.isLoss ?? false)],
    [
      'results',
      task.results.length,
      expected.status === 'completed' ? outputCount - (expected.missing ?? 0) : 0,
    ],
  ] as const;
  return facts
    .filter(([, is, should]) => is !== should)
    .map(([what, is, should]) => `${fault}: ${what} ${is}, not ${should} (${task.status} ${task.errorCode})`);
}

async function factsOf(proof: ProofStudio, family: Family): Promise<FamilyFacts> {
  const task = await meet(proof, family, null);
  expect(task, `${family.name} in fair weather`).toMatchObject({ status: 'completed' });
  const row = await proof.studio.parts.reader.get(proof.client.userId, task.id);
  return {
    isRepeatable: family.entry.provider.isRepeatable,
    takesJobs: row.provider_handle !== null,
    outputCount: family.outputCount,
    givesLinks: proof.emulator.counts(family.provider).links > 0,
  };
}

test.each(families)(
  '$name: every typed failure ends as it must, refunded, and is never bought twice',
  async (family) => {
    const proof = await openProofStudio({ emulator: { slowMs: 200 } });
    const facts = await factsOf(proof, family);
    const problems: string[] = [];
    for (const { fault, expect: expectationOf } of cases) {
      const expected = expectationOf(facts);
      if (!expected || vendors.get(family.provider)?.without?.includes(fault)) continue;
      problems.push(...(await problemsOf(proof, family, fault, expected)));
      proven += 1;
    }
    problems.push(...(await refusedContent(proof, family)));
    if (IS_FULL_PROOF) problems.push(...(await endedLinks(proof, family, facts)));
    expect(problems).toEqual([]);
    if (IS_FULL_PROOF && facts.takesJobs) await lateWork(proof, family);
    expect(await findViolations(proof.studio.parts.database.read)).toEqual([]);
  },
  300_000,
);

/** At the start or in the end, but always by this name. */
async function refusedContent(proof: ProofStudio, family: Family): Promise<string[]> {
  const task = await meet(proof, family, 'refused');
  proven += 1;
  const isRight = task.errorCode === 'vendor_content_refused' && task.chargedCredits === 0;
  return isRight ? [] : [`refused: ${task.status} ${task.errorCode}, charged ${task.chargedCredits}`];
}

/** A result that cannot be fetched is not charged; one that came inside the answer cannot end. */
async function endedLinks(
  proof: ProofStudio,
  family: Family,
  { givesLinks, takesJobs }: FamilyFacts,
): Promise<string[]> {
  if (!givesLinks) return [];
  proven += 1;
  const { client, emulator } = proof;
  emulator.reset();
  emulator.orderFault({
    vendor: family.provider,
    fault: 'expired-link',
    method: 'POST',
    path: family.startPath,
  });
  const { task: accepted } = await proof.tryOrder({
    model: family.entry.model.slug,
    parameters: family.parameters,
    inputCount: family.entry.model.inputs.min,
  });
  // Asked for again until the deadline, since the vendor has made it.
  if (takesJobs) {
    await eventually(async () => emulator.counts(family.provider).links > 0);
    await passDeadline(proof, accepted.id);
  }
  const task = await client.ended(accepted.id, PATIENCE_MS);
  const isRight = task.status === 'failed' && task.chargedCredits === 0;
  return isRight ? [] : [`expired-link: ${task.status} ${task.errorCode}, charged ${task.chargedCredits}`];
}

/** Moves the deadline into the past between two questions, so that the next one is the last. */
async function passDeadline({ studio, client }: ProofStudio, taskId: string): Promise<void> {
  const { parts } = studio;
  await eventually(async () => {
    const past = new Date(Date.now() - 1000).toISOString();
    const { numUpdatedRows } = await parts.database.transaction(({ query }) =>
      query
        .updateTable('ai_tasks')
        .set({ deadline_at: past, due_at: past })
        .where('id', '=', taskId)
        .where('phase', 'in', ['running', 'collecting'])
        .where('lease_token', 'is', null)
        .executeTakeFirst(),
    );
    if (numUpdatedRows > 0n) await parts.sweeper.wakeDue();
    return numUpdatedRows > 0n || (await parts.reader.get(client.userId, taskId)).phase === 'ended';
  });
}

/** Work that outlives its deadline: adopted when it is there at the last question, else refunded; canceled at the vendor. */
async function lateWork(proof: ProofStudio, family: Family): Promise<void> {
  const { client, emulator } = proof;
  const begin = async (): Promise<string> => {
    emulator.orderFault({ vendor: family.provider, fault: 'late', method: 'POST', path: family.startPath });
    const { task } = await proof.tryOrder({
      model: family.entry.model.slug,
      parameters: family.parameters,
      inputCount: family.entry.model.inputs.min,
    });
    // `processing` begins before the vendor hears of it; `running` has its handle.
    await eventually(
      async () => (await proof.studio.parts.reader.get(client.userId, task.id)).phase === 'running',
    );
    return task.id;
  };
  emulator.reset();
  const lost = await begin();
  await passDeadline(proof, lost);
  expect(await client.ended(lost, PATIENCE_MS)).toMatchObject({
    status: 'failed',
    errorCode: 'task_deadline_passed',
    chargedCredits: 0,
  });

  const late = await begin();
  await emulator.finishJobs();
  await passDeadline(proof, late);
  expect(await client.ended(late, PATIENCE_MS)).toMatchObject({ status: 'completed' });

  const canceled = await begin();
  await client.send('post', `/api/tasks/${canceled}/cancel`);
  expect(await client.ended(canceled, PATIENCE_MS)).toMatchObject({ status: 'canceled', chargedCredits: 0 });
  if (family.entry.provider.cancel) {
    await eventually(async () => emulator.counts(family.provider).canceled === 1);
  }
  proven += 3;
}

afterAll(() => console.log(`failures that ended as they must: ${proven}, in ${families.length} families`));
