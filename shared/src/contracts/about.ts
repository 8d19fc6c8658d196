import { z } from 'zod';

/** What everybody may know about an installation, before signing in as well. */
export const aboutSchema = z.object({
  /** Whether the demo account exists, so that the page may show it. */
  demo: z.boolean(),
  /** `closed`: operators alone make accounts. */
  registration: z.enum(['open', 'closed']),
  /** Where people ask the operator for credits, a membership or a new password: a `mailto:` or web address. */
  contact: z.string().nullable(),
});
export type About = z.infer<typeof aboutSchema>;
