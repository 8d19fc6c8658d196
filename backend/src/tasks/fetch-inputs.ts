import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { AssetService } from '../assets/asset-service.ts';
import type { TaskRow } from '../db/tables.ts';
import { AppError } from '../lib/app-error.ts';
import { describeFile } from '../lib/describe-file.ts';
import type { InputFile } from '../providers/adapter.ts';
import { inputIdsOf, type TaskReader } from './task-reader.ts';

/** Copies a task's inputs from the storage into the work folder and checks each against its row. */
export async function fetchInputs(
  parts: { assets: AssetService; reader: TaskReader },
  row: TaskRow,
  directory: string,
): Promise<InputFile[]> {
  const assets = await parts.reader.inputsOf(row);
  if (assets.length !== inputIdsOf(row).length) throw new AppError('not_found');
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
    files.push({
      path: file,
      contentType: asset.content_type,
      width: asset.width,
      height: asset.height,
      position,
    });
  }
  return files;
}
