import { z } from 'zod';

/** What is remembered of an order: where it is asked after depends on how it was ordered. */
export const handleSchema = z.object({
  family: z.enum(['midjourney', 'kling']),
  /** It becomes part of an address. */
  id: z.string().regex(/^[\w.:-]{1,200}$/),
  /** Of Kling's orders; null for the others. */
  route: z.enum(['text2video', 'image2video']).nullable(),
  /** Questions in a row to which the vendor said that it knows no such task. */
  misses: z.int(),
});
export type TuziHandle = z.output<typeof handleSchema>;
