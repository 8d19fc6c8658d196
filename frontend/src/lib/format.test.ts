import { afterEach, describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCompact,
  formatDateTime,
  formatDay,
  formatDuration,
  formatNumber,
  formatPercent,
  formatRelative,
  formatSigned,
} from './format.ts';
import { rememberLocale } from './locale.ts';

const NOW_MS = Date.parse('2026-11-22T12:00:00Z');

afterEach(() => rememberLocale('en'));

describe('format', () => {
  it('groups numbers and signs changes', () => {
    expect(formatNumber(1234567)).toBe('1,234,567');
    expect(formatCompact(1234567)).toBe('1.2M');
    expect(formatSigned(5)).toBe('+5');
    expect(formatSigned(0)).toBe('0');
    expect(formatPercent(0.42)).toBe('42%');
  });

  it.each([
    [0, '0 B'],
    [900, '900 B'],
    [2048, '2 kB'],
    [1024 * 1024, '1 MB'],
    [10.56 * 1024 * 1024, '10.6 MB'],
  ])('shows %d bytes as %s', (sizeBytes, shown) => {
    expect(formatBytes(sizeBytes)).toBe(shown);
  });

  it('follows the language from one call to the next', () => {
    expect(formatRelative(NOW_MS - 3 * 60_000, NOW_MS)).toBe('3 minutes ago');
    rememberLocale('zh-CN');
    expect(formatRelative(NOW_MS - 3 * 60_000, NOW_MS)).toBe('3分钟前');
    expect(formatDateTime(NOW_MS)).toContain('2026年11月22日');
  });

  it('says "now" for the last seconds and a date from a week on', () => {
    expect(formatRelative(NOW_MS - 20_000, NOW_MS)).toBe('now');
    expect(formatRelative(NOW_MS - 2 * 86_400_000, NOW_MS)).toBe('2 days ago');
    expect(formatRelative(NOW_MS - 8 * 86_400_000, NOW_MS)).toContain('2026');
  });

  it('names the day of the calendar that was written, in every time zone', () => {
    expect(formatDay('2026-11-30')).toBe('Nov 30');
    rememberLocale('zh-CN');
    expect(formatDay('2026-12-01')).toBe('12月1日');
  });

  it('rounds a length of time to the unit a person would use', () => {
    expect(formatDuration(0.2)).toBe('1 sec');
    expect(formatDuration(8)).toBe('8 sec');
    expect(formatDuration(150)).toBe('3 min');
  });
});
