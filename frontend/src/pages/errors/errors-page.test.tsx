import { ERRORS } from '@atelier/shared/errors';
import { LOCALES } from '@atelier/shared/locales';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { fakeServer, renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { ErrorsPage } from './errors-page.tsx';
import { errorsIn, findErrors } from './find-errors.ts';

const scrolledTo = vi.fn<(id: string) => void>();

beforeEach(() => {
  scrolledTo.mockClear();
  vi.spyOn(Element.prototype, 'scrollIntoView').mockImplementation(function (this: Element) {
    scrolledTo(this.id);
  });
  fakeServer({});
});
afterEach(tidyUp);

const open = (hash = '') => renderPage(<ErrorsPage />, { path: '/errors', at: `/errors${hash}` });
// Roles of a hundred cards take a second to work out; the element says the same at once.
const shown = () => [...document.querySelectorAll('article')].map(({ id }) => id);
const card = (code: string) => {
  const found = document.getElementById(code);
  if (!found) throw new Error(`${code} is not shown`);
  return found;
};
const search = (words: string) =>
  fireEvent.change(screen.getByLabelText('Search codes and texts'), { target: { value: words } });

describe('ErrorsPage', () => {
  it('tells of every code what happened, whose fault it is, what it cost and what to do', () => {
    open();
    expect(shown().toSorted()).toEqual(Object.keys(ERRORS).toSorted());
    const parts = within(card('credits_insufficient'));
    expect(parts.getByRole('heading', { name: /^credits_insufficient HTTP 402/ })).toBeTruthy();
    expect(parts.getByText('What to do:')).toBeTruthy();
    expect(parts.getByText('Yours')).toBeTruthy();
    expect(parts.getByText('Nothing')).toBeTruthy();
    expect(parts.getByText('insufficient_quota', { selector: 'code' })).toBeTruthy();
    expect(parts.getByText('1003')).toBeTruthy();
    // Figures that differ from case to case are names.
    expect(parts.getByText('required', { selector: 'var' })).toBeTruthy();
  });

  it('finds by code, status and words, and by whose fault it is', async () => {
    open();
    search('402 batch');
    await waitFor(() => expect(shown()).toEqual(['batch_cap_reached']));
    expect(document.querySelector('[role=status]')?.textContent).toBe('1 code');
    search('');
    fireEvent.click(screen.getByLabelText('Nobody’s'));
    await waitFor(() => expect(shown()).toContain('price_changed'));
    expect(shown()).not.toContain('credits_insufficient');
  });

  it('says when nothing fits, and shows all again', async () => {
    open();
    search('xyzzy');
    fireEvent.click(await screen.findByText('Show all codes'));
    await waitFor(() => expect(shown()).toHaveLength(Object.keys(ERRORS).length));
  });

  it('leads to the code the address names and marks it', async () => {
    open('#vendor_content_refused');
    await waitFor(() => expect(scrolledTo).toHaveBeenCalledWith('vendor_content_refused'));
    expect(card('vendor_content_refused').dataset).toMatchObject({ named: 'true' });
    expect(card('vendor_rejected').dataset).toMatchObject({ named: 'false' });
  });

  it('does not mind a name that is no code', () => {
    open('#toString');
    expect(scrolledTo).not.toHaveBeenCalled();
    expect(shown()).toHaveLength(Object.keys(ERRORS).length);
  });
});

describe('findErrors', () => {
  it.each(LOCALES)('keeps only what has every word, in %s', (locale) => {
    const found = findErrors(errorsIn(locale), { words: '  IDEMPOTENCY   key_reused ', fault: undefined });
    expect(found.map(({ slug, entries }) => [slug, ...entries.map(({ code }) => code)])).toEqual([
      ['orders', 'idempotency_key_reused'],
    ]);
  });

  it('finds a code by its number at the task API', () => {
    const found = findErrors(errorsIn('zh-CN'), { words: '1002', fault: undefined });
    expect(found.flatMap(({ entries }) => entries.map(({ code }) => code))).toEqual(['membership_required']);
  });

  it('finds what OpenAI’s clients call a code', () => {
    const found = findErrors(errorsIn('en'), { words: 'moderation_blocked', fault: undefined });
    expect(found.flatMap(({ entries }) => entries.map(({ code }) => code))).toEqual([
      'vendor_content_refused',
    ]);
  });
});
