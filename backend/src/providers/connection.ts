import type { FailureKind } from '@atelier/shared/failure-kinds';
import type { LocalizedText } from '@atelier/shared/locales';
import type { UnavailableReason } from '@atelier/shared/unavailable-reasons';
import type { HttpAnswer, HttpRequest } from './http-messages.ts';

/** What a vendor folder says about reaching its vendor. Data and pure functions; keys come from the installation. */
export interface ConnectionRules {
  readonly label: LocalizedText;
  /** The vendor's home page, for operators. */
  readonly website: string;
  /** Where its API lives unless the operator says otherwise; without a slash at the end. */
  readonly endpoint: string;
  /** False where the API asks for no key; then calls go without one. */
  readonly needsKey?: boolean;
  /** Set for endpoints of the operator's own, which no stand-in plays. */
  readonly isCustom?: true;
  /** Other hosts of the same vendor that requests may name in full, such as an upload host. */
  readonly otherHosts?: readonly string[];
  /** Adds the key to a request. Called at the last moment, so that no adapter ever sees one. */
  authorize(request: HttpRequest, key: string): HttpRequest;
  /** A call that costs nothing and tells whether the key is good; absent when the vendor has none. */
  readonly keyTest?: {
    readonly request: HttpRequest;
    /** `credit` in the vendor's own words, where its answer tells. */
    read(answer: HttpAnswer): { readonly isGood: boolean; readonly credit?: string };
  };
}

/** One provider as configured here: what the transport needs to call it. Holds a key: never log one. */
export interface Connection {
  readonly slug: string;
  readonly endpoint: string;
  /** Null when none is configured. */
  readonly key: string | null;
  /** Whether its endpoint may lie inside the house; operators decide that per provider. */
  readonly allowsPrivateAddress: boolean;
  /** Set when a stand-in answers instead of the vendor; results are marked. */
  readonly isEmulated: boolean;
  /** Whether results are copied into our storage. When not, only the vendor's link is kept, and the task says so. */
  readonly keepsResults: boolean;
  /** Put before the keys of stored results. */
  readonly pathPrefix: string | null;
  /** What the vendor signs its callbacks with. */
  readonly callbackSecret: string | null;
  /** What the operator says for models that need more than a key, by slug. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/**
 * The one origin inside the house that a provider's calls and results may reach; undefined when its vendor is on the
 * internet. The operator's choice alone: no vendor's answer can widen it.
 */
export function trustedOriginOf(connection: Connection | undefined): string | undefined {
  if (!connection || !(connection.isEmulated || connection.allowsPrivateAddress)) return undefined;
  return new URL(connection.endpoint).origin;
}

/** Where the operator has put a model among the others; smaller numbers come first, 0 is usual. */
export interface ModelPlace {
  /** Whether its provider is the one to prefer where a model is chosen. */
  readonly isPreferred: boolean;
  readonly providerOrder: number;
  readonly modelOrder: number;
}

/** Finds providers as configured. Answers from memory: it stands on the hot path of every order. */
export interface Connections {
  /** Undefined for providers that need none (work on this machine) or that nobody configured. */
  find(providerSlug: string): Connection | undefined;
  /** Why no new tasks may go to a model of a vendor now; null when they may. */
  whyUnavailable(providerSlug: string, modelSlug: string): UnavailableReason | null;
  /** What to call a provider: as its operator named it, else as it calls itself. */
  labelOf(providerSlug: string): LocalizedText;
  /** The share of the catalogue's price this installation asks for a model; 100 is the price itself. */
  pricePercentOf(modelSlug: string): number;
  placeOf(providerSlug: string, modelSlug: string): ModelPlace;
  /** An order went to the provider. While it is on trial no other one follows until its outcome is known. */
  noteOrder(providerSlug: string): void;
  /** A vendor answered a task's call: null for well, otherwise how it failed. Never inside a transaction. */
  noteAnswer(providerSlug: string, failure: FailureKind | null): Promise<void>;
}

/** `Authorization: Bearer <key>`, as most vendors want it. */
export function bearer(request: HttpRequest, key: string): HttpRequest {
  return { ...request, headers: { ...request.headers, authorization: `Bearer ${key}` } };
}
