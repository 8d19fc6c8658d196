/** All Chinese texts, by namespace: one file `zh-CN/<namespace>.json` each. */
export const texts = import.meta.glob<Record<string, unknown>>('./zh-CN/*.json', {
  import: 'default',
  eager: true,
});
