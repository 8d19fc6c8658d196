import path from 'node:path';
import type { PicturePool } from '../pictures/picture-pool.ts';
import type { InputFile } from '../providers/http-messages.ts';
import {
  isSameSize,
  needsChange,
  type PictureFacts,
  type PictureRules,
  type PictureSize,
  sizeThatFits,
} from '../providers/picture-rules.ts';

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

/**
 * Makes a task's input pictures such as its vendor takes them; stored originals stay as they are. A mask keeps the size
 * of the first picture. Files that the vendor fetches by itself are the stored ones, so they cannot be changed.
 */
export class InputFitter {
  readonly #pictures: Pick<PicturePool, 'fit'>;
  readonly #rules: PictureRules;
  readonly #directory: string;
  /** The first ordinary picture, before and after. */
  #first: { readonly own: PictureSize; readonly sent: PictureSize } | undefined;

  constructor(parts: { pictures: Pick<PicturePool, 'fit'>; rules: PictureRules; directory: string }) {
    this.#pictures = parts.pictures;
    this.#rules = parts.rules;
    this.#directory = parts.directory;
  }

  /** Inputs come in their order. @throws AppError picture_too_small, picture_too_narrow */
  async fit(file: InputFile): Promise<InputFile> {
    const { width, height } = file;
    if (!file.contentType.startsWith('image/') || width === null || height === null || file.link) return file;
    const picture: PictureFacts = { ...file, width, height };
    if (file.role === 'mask') return this.#fitMask(file, picture);
    const size = sizeThatFits(picture, this.#rules);
    const sent = needsChange(picture, size, this.#rules) ? await this.#change(file, size, this.#rules) : file;
    this.#first ??= { own: picture, sent: { width: sent.width ?? width, height: sent.height ?? height } };
    return sent;
  }

  async #fitMask(file: InputFile, mask: PictureFacts): Promise<InputFile> {
    const follows = this.#first && isSameSize(mask, this.#first.own);
    const size = follows && this.#first ? this.#first.sent : mask;
    const rules = this.#rules.mask ? { ...this.#rules.mask, formats: ['image/png'] as const } : {};
    if (!needsChange(mask, size, rules)) return file;
    const keepsColours = this.#rules.mask === undefined;
    return this.#change(file, size, { ...rules, mustKeepSize: true, keepsColours });
  }

  async #change(
    file: InputFile,
    { width, height }: PictureSize,
    rules: Pick<PictureRules, 'maxBytes' | 'formats'> & { mustKeepSize?: boolean; keepsColours?: boolean },
  ): Promise<InputFile> {
    const { maxBytes, formats, mustKeepSize = false, keepsColours = true } = rules;
    const fitted = await this.#pictures.fit({
      ...{
        sourcePath: file.path,
        outputDirectory: this.#directory,
        width,
        height,
        mustKeepSize,
        keepsColours,
      },
      ...(maxBytes !== undefined && { maxBytes }),
      ...(formats !== undefined && { formats }),
    });
    return { ...file, ...fitted, name: `${path.parse(file.name).name}.${ENDINGS[fitted.contentType]}` };
  }
}
