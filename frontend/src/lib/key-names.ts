/** Whether the keyboard at hand is Apple's, where ⌘ does what Ctrl does elsewhere. */
const isApple = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);

/** The key that makes a shortcut of another one, as it is written on the keyboard. */
export const modifierKey = (): string => (isApple() ? '⌘' : 'Ctrl');

/** A key together with it: `Ctrl+V`, `⌘V`. */
export const shortcut = (key: string): string => (isApple() ? `⌘${key}` : `Ctrl+${key}`);
