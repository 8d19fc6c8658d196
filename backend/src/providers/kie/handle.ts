import { z } from 'zod';

/** What is kept of work under way: the vendor's id, and how often in a row the vendor did not know it. */
export const handleSchema = z.object({ id: z.string().min(1), misses: z.int().min(0).optional() });
export type KieHandle = z.output<typeof handleSchema>;
