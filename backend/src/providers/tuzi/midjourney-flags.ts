/**
 * Flags that a prompt may not carry, because a field of the form says the same, or because they change what an order
 * costs: Midjourney obeys the prompt, and the price would be another one. Every other flag is the user's own affair.
 */
const FIELDS = ['ar', 'aspect', 'stylize', 's', 'chaos', 'c', 'weird', 'w', 'seed', 'niji', 'v', 'version'];
const COSTS = ['fast', 'relax', 'turbo', 'draft', 'repeat', 'r', 'q', 'quality', 'bs', 'hd', 'video'];

// People type, and their keyboards write, long dashes for two short ones.
const FLAG = new RegExp(
  `(?<=^|\\s)(?:--|[\u2012-\u2015])(${[...FIELDS, ...COSTS].join('|')})(?:(?:\\s*=\\s*|\\s+)[\\d.:]+)?(?=\\s|,|$)`,
  'gi',
);

/** The prompt without such flags, and their names as they were typed. */
export function withoutFlags(prompt: string): {
  readonly prompt: string;
  readonly removed: readonly string[];
} {
  const removed: string[] = [];
  const rest = prompt.replace(FLAG, (_match, name: string) => {
    removed.push(`--${name}`);
    return '';
  });
  return { prompt: removed.length > 0 ? rest.replace(/\s+/g, ' ').trim() : prompt, removed };
}
