/** All Chinese texts, by namespace: one file `zh-CN/<namespace>.json` each. Those left out come with their page. */
export const texts = import.meta.glob<Record<string, unknown>>(
  [
    './zh-CN/*.json',
    '!./zh-CN/{api-keys,errors,generate,memberships,operations,poses,providers,retention,webhooks}.json',
  ],
  {
    import: 'default',
    eager: true,
  },
);
