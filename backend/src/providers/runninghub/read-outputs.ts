import { roleOfFrame } from '@atelier/shared/pose-frames';
import { z } from 'zod';
import type { RemoteFile } from '../adapter.ts';
import type { Json } from '../http-messages.ts';
import { isResultLink } from '../result-link.ts';
import type { RunningHubHandle } from './handle.ts';

const PICTURES = ['png', 'jpg', 'jpeg', 'webp'];

const fileSchema = z.object({
  fileUrl: z.string().refine(isResultLink),
  fileType: z.string().transform((type) => type.toLowerCase()),
  nodeId: z.coerce.string().nullish().catch(null),
});
type OutputFile = z.output<typeof fileSchema>;

/**
 * The frames among the files of a finished task, in their order. The vendor does not promise the order of its list, so a
 * frame is known by the node that saved it; only files of one and the same node are taken as they stand.
 */
export function framesIn(data: Json | undefined, { frames, nodes }: RunningHubHandle): RemoteFile[] {
  const files = (Array.isArray(data) ? data : [])
    .flatMap((entry): OutputFile[] => {
      const parsed = fileSchema.safeParse(entry);
      return parsed.success ? [parsed.data] : [];
    })
    // Previews come as pictures of other nodes, notes as text.
    .filter(({ fileType, nodeId }) => PICTURES.includes(fileType) && nodes.includes(nodeId ?? ''));
  return frames.flatMap((number, index): RemoteFile[] => {
    const file = nodes.length === 1 ? files[index] : files.find(({ nodeId }) => nodeId === nodes[number - 1]);
    if (!file) return [];
    return [{ url: file.fileUrl, name: roleOfFrame(number), role: roleOfFrame(number), inputPosition: 0 }];
  });
}
