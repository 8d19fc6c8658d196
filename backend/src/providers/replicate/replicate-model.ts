import type { ModelAtVendor } from '../adapter.ts';

/** What a model's file says to this adapter beside its `vendorModel`, which is `owner/name`. */
export interface ReplicateModel {
  /** Our parameter → the vendor's input field. Parameters that are not listed are not sent. */
  readonly fields: Readonly<Record<string, string>>;
  /** The field that takes the input picture, for models with one. */
  readonly pictureField?: string;
  /** Parameters without effect when a picture is given; they are not sent then, and the user is told. */
  readonly ignoredWithPicture?: readonly string[];
  /** Parameters without effect when no picture is given. */
  readonly ignoredWithoutPicture?: readonly string[];
  /** The first question comes this long after the start, milliseconds. */
  readonly checkAfterMs: number;
}

/** @throws Error when a model file of this folder lacks its vendor part. */
export function replicateModel({ slug, vendor }: ModelAtVendor): ReplicateModel {
  if (typeof vendor !== 'object' || vendor === null || !('fields' in vendor)) {
    throw new Error(`${slug} does not say how its parameters are called at Replicate`);
  }
  return vendor as ReplicateModel;
}
