import type { WebhookEventType } from '@atelier/shared/webhook-events';
import type { TFunction } from 'i18next';
import { isApiError } from '../../lib/api-error.ts';

export interface WebhookValues {
  readonly url: string;
  readonly description: string;
  readonly events: readonly WebhookEventType[];
}

export type FormFaults = Partial<Record<keyof WebhookValues, string>>;

/** Refusals of an address that have a sentence of their own; the others say the same in general. */
const EXPLAINED_REFUSALS = ['scheme_not_allowed', 'credentials_in_address', 'address_malformed'] as const;

/** What is missing before anything is sent. */
export function missingFaults({ url, events }: WebhookValues, t: TFunction<'webhooks'>): FormFaults {
  return {
    ...(url.trim() === '' && { url: t('webhooks:fault.urlMissing') }),
    ...(events.length === 0 && { events: t('webhooks:fault.eventsMissing') }),
  };
}

/** Sorts a refusal to the field it is about, so that it appears where the person looks. */
export function faultsOf(
  error: unknown,
  t: TFunction<'webhooks'>,
): { fields: FormFaults; general?: unknown } {
  if (!error) return { fields: {} };
  if (isApiError(error, 'url_refused')) {
    const reason = EXPLAINED_REFUSALS.find((known) => known === error.details.reason);
    return { fields: { url: reason ? t(`webhooks:fault.${reason}`) : t('webhooks:fault.urlRefused') } };
  }
  if (isApiError(error, 'webhook_url_taken')) return { fields: { url: error.message } };
  return { fields: {}, general: error };
}
