import type { ProviderModel } from '@atelier/shared/contracts/provider';
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { afterEach, expect, it } from 'vitest';
import { type FakeRoute, fakeServer, tidyUp } from '../../testing/page-bench.tsx';
import { renderPart } from '../../testing/render-part.tsx';
import { ProviderModels } from './provider-models.tsx';

const model = (change: Partial<ProviderModel>): ProviderModel => ({
  slug: 'kie-paint',
  provider: 'kie',
  label: { en: 'Paint', 'zh-CN': '绘画' },
  outputType: 'image',
  life: 'active',
  isActive: null,
  available: true,
  unavailableReason: null,
  missingSetting: null,
  pricePercent: 100,
  priceFrom: 3,
  sortOrder: 0,
  usageCount: 0,
  vendorCostAsOf: null,
  ...change,
});

function open(models: readonly ProviderModel[], patch: FakeRoute = () => ({ status: 500 })) {
  const requests = fakeServer({
    'GET /api/admin/models': () => ({ data: models }),
    'PATCH /api/admin/models/kie-paint': patch,
  });
  renderPart(<ProviderModels slug="kie" />);
  return requests;
}

const place = () => screen.findByRole<HTMLInputElement>('textbox', { name: /^Place of Paint in lists/ });

afterEach(tidyUp);

it('says why a model takes no orders, once and in words', async () => {
  const off = { available: false } as const;
  open([
    model({ ...off, unavailableReason: 'settings_missing', missingSetting: 'PAINT_WORKFLOW' }),
    model({ ...off, slug: 'kie-film', unavailableReason: 'circuit_open' }),
    model({ ...off, slug: 'kie-old', unavailableReason: 'retired', life: 'retired' }),
    model({ ...off, slug: 'kie-off', unavailableReason: 'switched_off', isActive: false }),
  ]);
  const facts = (await screen.findAllByText(/^from 3 credits/)).map(({ textContent }) =>
    textContent?.split(' · ').slice(2),
  );
  expect(facts).toEqual([
    ['not available: PAINT_WORKFLOW is not set'],
    ['paused after failures'],
    ['retired by the vendor'],
    [],
  ]);
});

it('gives a model another place, and puts back what is no place', async () => {
  const requests = open([model({})], ({ body }) => ({ data: model(body as Partial<ProviderModel>) }));
  const patches = () => requests.filter(({ method }) => method === 'PATCH').map(({ body }) => body);
  fireEvent.change(await place(), { target: { value: '-2' } });
  fireEvent.blur(await place());
  await waitFor(() => expect(patches()).toEqual([{ sortOrder: -2 }]));
  await waitFor(async () => expect((await place()).value).toBe('-2'));
  for (const wrong of ['5000', '']) {
    fireEvent.change(await place(), { target: { value: wrong } });
    fireEvent.blur(await place());
    expect((await place()).value).toBe('-2');
  }
  expect(patches()).toHaveLength(1);
});
