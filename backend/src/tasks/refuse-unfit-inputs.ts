import type { AssetRow } from '../db/tables.ts';
import { pictureRulesOf, refuseUnfit } from '../providers/picture-rules.ts';
import { referencesIn } from './referenced-inputs.ts';
import type { Order } from './task-order.ts';

type Inputs = readonly Pick<AssetRow, 'name' | 'content_type' | 'size_bytes' | 'width' | 'height'>[];

/**
 * Refuses, before anything is held, pictures that the model's vendor would certainly refuse and that cannot be made to
 * fit. `referenced` are those that parameters name, in the order of the form.
 * @throws AppError picture_too_small, picture_too_narrow, mask_size_differs
 */
export function refuseUnfitInputs(
  { entry, parameters }: Pick<Order, 'entry' | 'parameters'>,
  inputs: Inputs,
  referenced: Inputs,
): void {
  const roles = [...referencesIn(entry.parameterSchema, parameters).assets.keys()];
  const all = [
    ...inputs.map((asset) => ({ asset, role: null })),
    ...referenced.map((asset, index) => ({ asset, role: roles[index] ?? null })),
  ];
  const pictures = all.flatMap(({ asset, role }) => {
    const { name, content_type: contentType, size_bytes: sizeBytes, width, height } = asset;
    if (width === null || height === null || !contentType.startsWith('image/')) return [];
    return [{ name, contentType, sizeBytes, width, height, role }];
  });
  refuseUnfit(pictures, pictureRulesOf(entry.model, parameters));
}
