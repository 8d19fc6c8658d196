import type {
  CreateWebhookRequest,
  UpdateWebhookRequest,
  Webhook,
  WebhookDelivery,
} from '@atelier/shared/contracts/webhook';
import { DEFAULT_PAGE_SIZE } from '@atelier/shared/limits';
import type { DeliveryState } from '@atelier/shared/webhook-events';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../lib/api-client.ts';
import { queryKeys } from '../../lib/query-keys.ts';

/** While an attempt is about to be made or under way. */
const BUSY_POLL_MS = 1000;
/** Deliveries come and go without a live event of their own. */
const IDLE_POLL_MS = 15_000;
/** An attempt due within this time is as good as under way. */
const SOON_MS = 6000;

/** Whether its state will change within seconds. */
export function isBusy({ state, isUnderWay, nextAttemptAt }: WebhookDelivery): boolean {
  if (state !== 'pending') return false;
  return isUnderWay || (nextAttemptAt !== null && Date.parse(nextAttemptAt) < Date.now() + SOON_MS);
}

const pollFor = (deliveries: readonly WebhookDelivery[] = []): number =>
  deliveries.some(isBusy) ? BUSY_POLL_MS : IDLE_POLL_MS;

export function useWebhooks(enabled = true) {
  return useQuery({
    queryKey: queryKeys.webhooks,
    queryFn: ({ signal }) => api.get('/api/webhooks', { signal }),
    enabled,
  });
}

export interface DeliveryView {
  readonly state: DeliveryState | undefined;
  /** First page is 1. */
  readonly page: number;
}

/** One page of a webhook's log, newest first, looked at again and again while it is shown. */
export function useDeliveries(webhookId: string, { state, page }: DeliveryView) {
  const query = { limit: DEFAULT_PAGE_SIZE, offset: (page - 1) * DEFAULT_PAGE_SIZE, state };
  return useQuery({
    queryKey: [...queryKeys.webhookLog(webhookId), 'list', query],
    queryFn: ({ signal }) =>
      api.getPage('/api/webhooks/{id}/deliveries', { path: { id: webhookId }, query, signal }),
    refetchInterval: ({ state: known }) => pollFor(known.data?.items),
    // A filter keeps the list in place; another webhook's list must not stand in for this one's.
    placeholderData: (previous, before) => (before?.queryKey[2] === webhookId ? previous : undefined),
  });
}

export function useDelivery(webhookId: string, deliveryId: string) {
  return useQuery({
    queryKey: [...queryKeys.webhookLog(webhookId), 'one', deliveryId],
    queryFn: ({ signal }) =>
      api.get('/api/webhooks/{id}/deliveries/{deliveryId}', {
        path: { id: webhookId, deliveryId },
        signal,
      }),
    refetchInterval: ({ state: known }) => pollFor(known.data ? [known.data] : []),
  });
}

/** Puts a webhook as the server answered it where the list is. */
function useWebhookAnswer() {
  const queryClient = useQueryClient();
  return ({ secret: _secret, ...webhook }: Webhook & { readonly secret?: string | null }) => {
    queryClient.setQueryData<Webhook[]>(queryKeys.webhooks, (known) => {
      if (!known) return known;
      const isNew = !known.some(({ id }) => id === webhook.id);
      return isNew ? [...known, webhook] : known.map((one) => (one.id === webhook.id ? webhook : one));
    });
    void queryClient.invalidateQueries({ queryKey: queryKeys.webhookLog(webhook.id) });
  };
}

export function useCreateWebhook() {
  const onSuccess = useWebhookAnswer();
  return useMutation({
    mutationFn: (wish: CreateWebhookRequest) => api.post('/api/webhooks', { body: wish }),
    onSuccess,
  });
}

export function useUpdateWebhook() {
  const onSuccess = useWebhookAnswer();
  return useMutation({
    mutationFn: ({ id, wish }: { readonly id: string; readonly wish: UpdateWebhookRequest }) =>
      api.patch('/api/webhooks/{id}', { path: { id }, body: wish }),
    onSuccess,
  });
}

export function useRotateSecret() {
  const onSuccess = useWebhookAnswer();
  return useMutation({
    mutationFn: (id: string) => api.post('/api/webhooks/{id}/rotate-secret', { path: { id } }),
    onSuccess,
  });
}

export function useDeleteWebhook() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.delete('/api/webhooks/{id}', { path: { id } }),
    onSuccess: (_nothing, id) => {
      queryClient.setQueryData<Webhook[]>(queryKeys.webhooks, (known) =>
        known?.filter((one) => one.id !== id),
      );
      queryClient.removeQueries({ queryKey: queryKeys.webhookLog(id) });
    },
  });
}

/** Sends a test message; the answer is its delivery, which has only begun. */
export function useSendTest() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api.post('/api/webhooks/{id}/test', { path: { id } }),
    onSuccess: (_delivery, id) => queryClient.invalidateQueries({ queryKey: queryKeys.webhookLog(id) }),
  });
}

export function useRedeliver(webhookId: string) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (deliveryId: string) =>
      api.post('/api/webhooks/{id}/deliveries/{deliveryId}/redeliver', {
        path: { id: webhookId, deliveryId },
      }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: queryKeys.webhookLog(webhookId) }),
  });
}
