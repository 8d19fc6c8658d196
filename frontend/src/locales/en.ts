/** All English texts, by namespace: one file `en/<namespace>.json` each. Those left out come with their page. */
export const texts = import.meta.glob<Record<string, unknown>>(
  [
    './en/*.json',
    '!./en/{api-keys,compare,credits,errors,generate,history,memberships,operations,password,poses,providers,retention,users,webhooks}.json',
  ],
  {
    import: 'default',
    eager: true,
  },
);
