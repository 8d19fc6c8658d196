import { z } from 'zod';

/** A stored file as the page and API clients see it. Links are signed on read and live a few minutes. */
export const assetSchema = z.object({
  id: z.string(),
  kind: z.enum(['input', 'result']),
  /** A label for people: the uploaded file's name, or the result's name such as `white-bg.png`. */
  name: z.string(),
  /** What a result is, e.g. `matting`; null for inputs. */
  role: z.string().nullable(),
  /** For results: which input (0-based) it was made from. For inputs: its own position. */
  inputPosition: z.int(),
  contentType: z.string(),
  sizeBytes: z.int(),
  sha256: z.string(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  /** Whether pixels may be transparent, so the page knows to draw a checkerboard. */
  hasAlpha: z.boolean(),
  url: z.string(),
  thumbnailUrl: z.string().nullable(),
  /** Same bytes, served as an attachment under `name`. */
  downloadUrl: z.string(),
});
export type Asset = z.infer<typeof assetSchema>;
