/** All English texts, by namespace: one file `en/<namespace>.json` each. */
export const texts = import.meta.glob<Record<string, unknown>>('./en/*.json', {
  import: 'default',
  eager: true,
});
