import type { LedgerEntry } from '@atelier/shared/contracts/credit';
import { screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { renderPage, tidyUp } from '../../testing/page-bench.tsx';
import { sampleReceipt } from '../../testing/sample-task.ts';
import { ReceiptChain } from './receipt-chain.tsx';

const entry = (change: Partial<LedgerEntry>): LedgerEntry => ({
  id: 1,
  taskId: 'task_1',
  taskNo: 'T20261122-0001',
  taskType: 'basic_clean',
  attempt: 1,
  type: 'hold',
  amount: 2,
  change: -2,
  balanceBefore: 100,
  balanceAfter: 98,
  heldBefore: 0,
  heldAfter: 2,
  description: 'Set aside for the task',
  createdAt: '2026-11-22T06:00:00.000Z',
  ...change,
});

const show = (receipt: Parameters<typeof ReceiptChain>[0]['receipt']) =>
  renderPage(<ReceiptChain receipt={receipt} />, { path: '/', at: '/' });

const rows = () => screen.getAllByRole('listitem').map((row) => row.textContent ?? '');

afterEach(tidyUp);

describe('ReceiptChain', () => {
  it('tells what was held and what was spent, each with its figures', async () => {
    const settle = entry({
      id: 2,
      type: 'settle',
      change: 0,
      heldBefore: 2,
      heldAfter: 0,
      description: 'Done',
    });
    show(sampleReceipt({ spentCredits: 2, entries: [entry({}), settle] }));
    expect(rows()[0]).toContain('Hold');
    expect(rows()[0]).toContain('-2');
    expect(rows()[0]).toContain('Balance 100 → 98');
    expect(rows()[1]).toContain('Settle');
    expect(rows()[1]).toContain('Held 2 → 0');
    expect(screen.getByText('Total spent').parentElement?.textContent).toContain('2 credits');
    expect(screen.queryByText('Total returned')).toBeNull();
  });

  it('tells what came back and why', async () => {
    const release = entry({
      id: 2,
      type: 'release',
      change: 2,
      balanceBefore: 98,
      balanceAfter: 100,
      description: 'Refunded: no product was found',
    });
    show(sampleReceipt({ status: 'failed', returnedCredits: 2, entries: [entry({}), release] }));
    expect(rows()[1]).toContain('+2');
    expect(rows()[1]).toContain('Refunded: no product was found');
    expect(rows()[1]).toContain('Balance 98 → 100');
    expect(screen.getByText('Total spent').parentElement?.textContent).toContain('0 credits');
    expect(screen.getByText('Total returned').parentElement?.textContent).toContain('2 credits');
  });

  it('keeps the attempts of a retried task apart', async () => {
    const again = entry({ id: 3, attempt: 2 });
    show(
      sampleReceipt({
        heldCredits: 2,
        entries: [entry({}), entry({ id: 2, type: 'release', change: 2 }), again],
      }),
    );
    expect(within(screen.getByRole('region', { name: 'Attempt 1' })).getAllByRole('listitem')).toHaveLength(
      2,
    );
    expect(within(screen.getByRole('region', { name: 'Attempt 2' })).getAllByRole('listitem')).toHaveLength(
      1,
    );
    expect(screen.getByText('Still held').parentElement?.textContent).toContain('2 credits');
  });
});
