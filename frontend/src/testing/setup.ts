import { cleanup } from '@testing-library/react';
import { afterEach, beforeAll } from 'vitest';
import { loadPageTexts, startI18n } from '../lib/i18n.ts';

// The test DOM has no fonts; a text field that grows with its text listens for their arrival.
if (!('fonts' in document)) Object.defineProperty(document, 'fonts', { value: new EventTarget() });

beforeAll(async () => {
  await startI18n();
  await loadPageTexts();
});

afterEach(() => {
  cleanup();
});
