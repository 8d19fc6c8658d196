import { cleanup, configure } from '@testing-library/react';
import { afterEach, beforeAll } from 'vitest';
import { loadPageTexts, startI18n } from '../lib/i18n.ts';

// The test DOM has no fonts; a text field that grows with its text listens for their arrival.
if (!('fonts' in document)) Object.defineProperty(document, 'fonts', { value: new EventTarget() });

// A second, the library's own patience, is not much on a machine that does other things as well.
configure({ asyncUtilTimeout: 10_000 });

beforeAll(async () => {
  await startI18n();
  await loadPageTexts();
});

afterEach(() => {
  cleanup();
});
