import type { Delivered, ProviderAdapter, TransportAnswer } from '@atelier/backend/providers/adapter';
import { loadCatalogue } from '@atelier/backend/providers/catalogue';
import { EMULATOR_CALLBACK_SECRET } from '@atelier/backend/providers/environment-connections';
import { FAILURE_CODES } from '@atelier/backend/providers/read-failure';
import { isErrorCode } from '@atelier/shared/errors';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openReceiver } from '../clients/receiver.ts';
import { loadVendors } from '../server.ts';
import { familiesOf, IS_FULL_PROOF, provenFamilies } from './families.ts';
import { type Mutation, mutateBody, mutations } from './mutate.ts';
import { hastyCatalogue, openProofStudio } from './proof-studio.ts';
import { type Recorded, recording, seeWeathers } from './recorded-answers.ts';

/** A failure prints its seed. */
const RUNS = IS_FULL_PROOF ? 10_000 : 1000;
const RUNS_OF_CALLBACKS = 200;
/** These sign the name of the task and the time, so the rest of the body is not believed by anybody. */
const SIGN_TASK_ONLY: ReadonlySet<string> = new Set(['kie']);

function mutated(answer: TransportAnswer, list: readonly Mutation[]): TransportAnswer {
  let now = answer;
  for (const mutation of list) now = mutatedOnce(now, mutation);
  return now;
}

function mutatedOnce(answer: TransportAnswer, mutation: Mutation): TransportAnswer {
  if (mutation.kind === 'silence') return { ...mutation, detail: 'emulated' };
  if (answer.kind !== 'http') return answer;
  if (mutation.kind === 'status') return { ...answer, status: mutation.status };
  if (mutation.kind === 'header') {
    return { ...answer, headers: { ...answer.headers, [mutation.name]: mutation.value } };
  }
  if (mutation.kind === 'no-files') return { ...answer, files: [] };
  return { ...answer, body: mutateBody(answer.body, mutation) };
}

/** What an adapter makes of an answer, and what is wrong with that; null when nothing is. */
function problemWith(recorded: Recorded, answer: TransportAnswer): string | null {
  const { provider } = recorded;
  if (recorded.reader === 'readPrepared') {
    const outcome = provider.readPrepared?.(answer);
    if (outcome?.kind === 'prepared') return isJson(outcome.value) ? null : 'prepared nothing that lasts';
    return problemOfFailure(outcome);
  }
  const outcome =
    recorded.reader === 'readStart'
      ? provider.readStart(answer, recorded.model, recorded.input)
      : provider.readCheck?.(answer, recorded.context);
  if (outcome?.kind === 'done') return problemOfDelivery(outcome.outputs, answer);
  if (outcome?.kind === 'running') {
    const { progress } = outcome;
    return progress === undefined || (progress >= 0 && progress <= 1) ? null : `progress ${progress}`;
  }
  if (outcome?.kind !== 'accepted') return problemOfFailure(outcome);
  if (!isJson(outcome.handle)) return 'a handle that does not last';
  const asked = recorded.reader === 'readStart' && questionOf(provider, recorded, outcome.handle);
  return asked === undefined ? 'accepted, but cannot be asked about' : null;
}

const isJson = (value: unknown): boolean =>
  value !== undefined &&
  value !== null &&
  JSON.stringify(JSON.parse(JSON.stringify(value))) === JSON.stringify(value);

/** The question that follows an accepted order must be one that can be sent. */
function questionOf(
  provider: ProviderAdapter,
  { model, input }: Extract<Recorded, { reader: 'readStart' }>,
  handle: Extract<ReturnType<ProviderAdapter['readStart']>, { kind: 'accepted' }>['handle'],
): URL | undefined {
  const request = provider.check?.({ handle, model, parameters: input.parameters });
  if (request?.kind !== 'http') return undefined;
  return new URL(request.url, 'https://vendor.example');
}

function problemOfFailure(outcome: { kind: string; failure?: unknown } | undefined): string | null {
  if (outcome?.kind !== 'failed') return `no typed outcome: ${JSON.stringify(outcome)}`;
  const { kind, code, detail, retryAfterMs }: Record<string, unknown> = Object(outcome.failure);
  if (!Object.hasOwn(FAILURE_CODES, String(kind))) return `unknown kind ${kind}`;
  if (!isErrorCode(String(code))) return `unknown code ${code}`;
  if (typeof detail !== 'string' || detail === '') return 'no detail for operators';
  const isSane = retryAfterMs === undefined || (Number(retryAfterMs) > 0 && Number(retryAfterMs) <= 300_000);
  return isSane ? null : `a pause of ${retryAfterMs} ms`;
}

/** Only what can be fetched, or has come, is a result. */
function problemOfDelivery(outputs: readonly Delivered[], answer: TransportAnswer): string | null {
  if (outputs.length === 0) return 'done without any result';
  const files = answer.kind === 'http' ? (answer.files ?? []) : [];
  const bad = outputs.find((output) => {
    if ('received' in output) return !files.includes(output.received);
    return !('url' in output) || !URL.canParse(output.url) || !/^https?:$/.test(new URL(output.url).protocol);
  });
  return bad ? `no result: ${JSON.stringify(bad).slice(0, 200)}` : null;
}

test(`adapters read ${RUNS} mutated answers: a typed outcome, never an exception, never done with nothing`, async () => {
  const recorded: Recorded[] = [];
  const proof = await openProofStudio({ catalogue: recording(await hastyCatalogue(), recorded) });
  const emulated = new Set((await loadVendors()).map(({ slug }) => slug));
  const families = provenFamilies(familiesOf(proof.catalogue, emulated));
  for (const family of families) await seeWeathers(proof, family);
  // Unchanged ones first: what the vendor really says must pass.
  for (const each of recorded) expect(problemWith(each, each.answer)).toBeNull();
  const kinds = new Map<string, number>();
  fc.assert(
    fc.property(fc.nat(), mutations, (which, list) => {
      const each = recorded[which % recorded.length];
      if (!each) throw new Error('nothing was recorded');
      kinds.set(each.provider.slug, (kinds.get(each.provider.slug) ?? 0) + 1);
      const problem = problemWith(each, mutated(each.answer, list));
      if (problem !== null) throw new Error(`${each.provider.slug}.${each.reader}: ${problem}`);
    }),
    { numRuns: RUNS },
  );
  console.log(
    `mutated answers read: ${JSON.stringify(Object.fromEntries(kinds))} from ${recorded.length} real ones`,
  );
}, 300_000);

/** The same message about another task. */
const renamed = (body: string, text: string): string =>
  body.replaceAll(
    /("task_?[iI]d"\s*:\s*")([^"]*)"/g,
    (_, name, id) => `${name}${id}${JSON.stringify(`x${text}`).slice(1, -1)}"`,
  );

test('a signed callback is believed as it came, and in no mutated form', async () => {
  const receiver = await openReceiver();
  const proof = await openProofStudio({ environment: { APP_URL: receiver.url } });
  const emulated = new Set((await loadVendors()).map(({ slug }) => slug));
  const families = provenFamilies(familiesOf(await loadCatalogue(), emulated)).filter(
    ({ entry }) => entry.provider.callback?.isSigned,
  );
  expect(families.length).toBeGreaterThan(0);
  for (const family of families) {
    const { min } = family.entry.model.inputs;
    await proof.complete({ model: family.entry.model.slug, parameters: family.parameters, inputCount: min });
    const { headers, body } = await receiver.next();
    const message = { headers: Object.fromEntries(headers), body, receivedAt: new Date() };
    const verify = family.entry.provider.callback?.verify;
    const isBelieved = (changes: Partial<typeof message>): boolean | undefined =>
      verify?.({ ...message, ...changes }, EMULATOR_CALLBACK_SECRET);
    expect(isBelieved({}), family.name).toBe(true);
    expect(verify?.(message, `whsec_${Buffer.from('another secret').toString('base64')}`)).toBe(false);
    expect(isBelieved({ receivedAt: new Date(Date.now() + 3_600_000) }), 'an hour later').toBe(false);
    const signed = Object.keys(message.headers).filter((name) => /sign|timestamp/.test(name));
    expect(signed.length).toBeGreaterThan(0);
    fc.assert(
      fc.property(fc.constantFrom(...signed), fc.string(), fc.nat(), (name, text, at) => {
        const place = at % (body.length + 1);
        const longer = body.slice(0, place) + (text || 'x') + body.slice(place);
        const others = message.headers[name] === text ? `${text}x` : text;
        const changedBody = SIGN_TASK_ONLY.has(family.provider) ? renamed(body, text) : longer;
        const isFooled =
          isBelieved({ body: changedBody }) ||
          isBelieved({ headers: { ...message.headers, [name]: others } });
        if (isFooled !== false) throw new Error(`${family.name} believes a changed message`);
      }),
      { numRuns: RUNS_OF_CALLBACKS },
    );
  }
}, 120_000);
