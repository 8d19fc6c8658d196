/** All Chinese texts, by namespace: one file `zh-CN/<namespace>.json` each. Those left out come with their page. */
export const texts = import.meta.glob<Record<string, unknown>>(
  [
    './zh-CN/*.json',
    '!./zh-CN/{api-keys,compare,credits,errors,generate,history,memberships,operations,password,poses,providers,retention,users,webhooks}.json',
  ],
  {
    import: 'default',
    eager: true,
  },
);
