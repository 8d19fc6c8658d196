import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test('cells are quoted only when they must be, and quotes are doubled', () => {
  expect(csvLine(['plain', 'with, comma', 'with "quotes"', 'two\nlines', 7, -7, null, '杯子'])).toBe(
    'plain,"with, comma","with ""quotes""","two\nlines",7,-7,,杯子\r\n',
  );
});

test.each(['=1+1', '+1', '-1', '@sum(A1)', '\tx', '\rx'])('%j is not taken for a formula', (text) => {
  expect(csvLine([text])).toMatch(/^"?'/);
});
