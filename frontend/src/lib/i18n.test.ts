import { afterEach, expect, it, vi } from 'vitest';
import { changeLocale, i18n } from './i18n.ts';
import { currentLocale } from './locale.ts';

/** What a tab hears when another one writes. */
const otherTabWrites = (key: string, newValue: string | null) =>
  window.dispatchEvent(new StorageEvent('storage', { key, newValue }));

afterEach(() => changeLocale('en'));

it('follows the language chosen in another tab', async () => {
  otherTabWrites('atelier.locale', 'zh-CN');
  await vi.waitFor(() => expect(i18n.language).toBe('zh-CN'), 10_000);
  expect([currentLocale(), document.documentElement.lang]).toEqual(['zh-CN', 'zh-CN']);
  expect(i18n.t('common:action.close')).toBe('关闭');
});

it('follows nothing else that another tab writes', async () => {
  otherTabWrites('atelier.locale', 'tlh');
  otherTabWrites('atelier.locale', null);
  otherTabWrites('atelier.account', 'zh-CN');
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect([i18n.language, currentLocale()]).toEqual(['en', 'en']);
});
