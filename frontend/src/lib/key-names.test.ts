import { afterEach, expect, it, vi } from 'vitest';
import { modifierKey, shortcut } from './key-names.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

it.each([
  ['Win32', 'Ctrl', 'Ctrl+V'],
  ['Linux x86_64', 'Ctrl', 'Ctrl+V'],
  ['MacIntel', '⌘', '⌘V'],
  ['iPad', '⌘', '⌘V'],
])('on %s the key is %s', (platform, key, paste) => {
  vi.spyOn(navigator, 'platform', 'get').mockReturnValue(platform);
  expect(modifierKey()).toBe(key);
  expect(shortcut('V')).toBe(paste);
});
