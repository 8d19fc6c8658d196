import type {
  CallbackMessage,
  CheckContext,
  ModelAtVendor,
  ProviderAdapter,
  StartInput,
  TransportAnswer,
} from '@atelier/backend/providers/adapter';
import type { Catalogue } from '@atelier/backend/providers/catalogue';
import type { Fault } from '../faults.ts';
import { type Family, IS_FULL_PROOF } from './families.ts';
import { closeCircuit, type ProofStudio } from './proof-studio.ts';

/** An answer of an emulated vendor, with what its adapter was given to read it by. */
export type Recorded = { readonly provider: ProviderAdapter; readonly answer: TransportAnswer } & (
  | { readonly reader: 'readPrepared' }
  | { readonly reader: 'readStart'; readonly model: ModelAtVendor; readonly input: StartInput }
  | { readonly reader: 'readCheck'; readonly context: CheckContext }
);

/** The catalogue with adapters that note every answer they are asked to read. */
export function recording(catalogue: Catalogue, into: Recorded[]): Catalogue {
  const noted = new Map<ProviderAdapter, ProviderAdapter>();
  const note = (provider: ProviderAdapter): ProviderAdapter => {
    const { readPrepared, readCheck } = provider;
    return {
      ...provider,
      readStart: (answer, model, input) => {
        into.push({ provider, reader: 'readStart', answer, model, input });
        return provider.readStart(answer, model, input);
      },
      ...(readPrepared && {
        readPrepared: (answer) => {
          into.push({ provider, reader: 'readPrepared', answer });
          return readPrepared(answer);
        },
      }),
      ...(readCheck && {
        readCheck: (answer, context) => {
          into.push({ provider, reader: 'readCheck', answer, context });
          return readCheck(answer, context);
        },
      }),
    };
  };
  return new Map(
    [...catalogue].map(([slug, entry]) => {
      const provider = noted.get(entry.provider) ?? note(entry.provider);
      noted.set(entry.provider, provider);
      return [slug, { ...entry, provider }];
    }),
  );
}

/** Good ones and refusals, so that every branch of the readers has something to begin with. */
const WEATHERS: readonly (Fault | null)[] = IS_FULL_PROOF
  ? [null, '400', '401', '402', '500', 'refused', 'fails', 'filtered', 'garbage']
  : [null, '400', 'refused', 'fails'];

/** Lets each family's model work in every weather. */
export async function seeWeathers(proof: ProofStudio, family: Family): Promise<void> {
  const { min, max } = family.entry.model.inputs;
  for (const fault of WEATHERS) {
    proof.emulator.reset();
    await closeCircuit(proof, family.provider);
    if (fault) proof.emulator.orderFault({ vendor: family.provider, fault, path: family.startPath });
    const inputCount = fault === null ? Math.min(max, proof.pictureIds.length) : min;
    await proof.complete({ model: family.entry.model.slug, parameters: family.parameters, inputCount });
  }
}

/** A callback as an adapter gets to see it. */
export interface RecordedCallback {
  readonly provider: ProviderAdapter;
  readonly message: CallbackMessage;
}
