import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AssetService } from '../assets/asset-service.ts';
import type { TaskRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { describeFile } from '../lib/describe-file.ts';
import type { PicturePool } from '../pictures/picture-pool.ts';
import type { CatalogueEntry } from '../providers/catalogue.ts';
import type { InputFile } from '../providers/http-messages.ts';
import { pictureRulesOf } from '../providers/picture-rules.ts';
import { InputFitter } from './fit-input.ts';
import type { InputLinks } from './input-links.ts';
import { ordinaryInputIds, referencesIn } from './referenced-inputs.ts';
import { inputIdsOf, type TaskReader } from './task-reader.ts';

/**
 * Copies a task's inputs from the storage into the work folder, checks each against its row and makes pictures such as
 * the vendor takes them.
 */
export async function fetchInputs(
  parts: { assets: AssetService; reader: TaskReader; inputLinks: InputLinks; pictures: PicturePool },
  row: TaskRow,
  { model, provider, parameterSchema: schema }: CatalogueEntry,
  directory: string,
): Promise<InputFile[]> {
  const assets = await parts.reader.inputsOf(row);
  if (assets.length !== inputIdsOf(row).length) throw new AppError('input_not_found');
  const ordinary = ordinaryInputIds(row, schema).length;
  const parameters = JSON.parse(row.input_parameters);
  const roles = [...referencesIn(schema, parameters).assets.keys()];
  const rules = pictureRulesOf(model, parameters);
  const fitter = new InputFitter({ pictures: parts.pictures, rules, directory });
  const files: InputFile[] = [];
  for (const [position, asset] of assets.entries()) {
    const file = path.join(directory, `input-${position}`);
    const { body } = await parts.assets.open(asset);
    await pipeline(body, createWriteStream(file));
    const facts = await describeFile(file);
    if (facts.sha256 !== asset.sha256)
      throw new AppError(
        'storage_failed',
        {},
        { cause: new Error(`${asset.object_key} is not what was stored`) },
      );
    const input: InputFile = {
      path: file,
      name: asset.name,
      contentType: asset.content_type,
      sizeBytes: asset.size_bytes,
      width: asset.width,
      height: asset.height,
      position,
      role: position < ordinary ? null : (roles[position - ordinary] ?? null),
      ...(provider.fetchesInputs && { link: await parts.inputLinks.linkTo(asset, provider.slug) }),
    };
    files.push(await fitter.fit(input));
  }
  return files;
}
