import { cleanup } from '@testing-library/react';
import { afterEach, beforeAll } from 'vitest';
import { loadPageTexts, startI18n } from '../lib/i18n.ts';

beforeAll(async () => {
  await startI18n();
  await loadPageTexts();
});

afterEach(() => {
  cleanup();
});
