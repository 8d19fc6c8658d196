import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import { AppError } from '../lib/app-error.ts';
import { BoundedMap } from '../lib/bounded-map.ts';
import type { Clock } from '../lib/clock.ts';
import { linkWindow } from './link-window.ts';
import { encodeKey, isSafeKey } from './object-keys.ts';
import type { PresignedUpload, PutOptions, SignedLinkOptions } from './object-store.ts';

export interface ReadPermit {
  readonly downloadName: string | null;
  readonly expiresAt: Date;
}

/** Makes and checks the signed addresses under which the API itself serves the local store. */
export interface LocalLinks {
  readLink(key: string, options: SignedLinkOptions): string;
  uploadLink(key: string, options: PutOptions, expiresInSeconds: number): PresignedUpload;
  /** Throws link_invalid or link_expired. */
  checkRead(key: string, query: URLSearchParams): ReadPermit;
  /** Throws link_invalid or link_expired; what comes back must be checked against the request. */
  checkUpload(key: string, query: URLSearchParams): PutOptions;
}

export interface LocalLinksOptions {
  readonly signingKey: Buffer | string;
  /** Where `routes/files.ts` is mounted, e.g. `/files`. */
  readonly publicPath: string;
  /** Scheme and host for links that work outside the page; without it links are relative to the site. */
  readonly publicBaseUrl?: string;
  readonly clock: Clock;
}

const MIN_SIGNING_KEY_BYTES = 32;
/** Some 3 MB; a page of tasks shows a hundred links, and asks for the same ones again and again. */
const LINKS_REMEMBERED = 8192;
const QUERY_FIELDS = { GET: ['expires', 'name'], PUT: ['expires', 'size', 'sha256', 'type'] } as const;
type LinkMethod = keyof typeof QUERY_FIELDS;

export function createLocalLinks(options: LocalLinksOptions): LocalLinks {
  if (Buffer.byteLength(options.signingKey) < MIN_SIGNING_KEY_BYTES) {
    throw new Error(`The signing key of links needs at least ${MIN_SIGNING_KEY_BYTES} bytes.`);
  }
  // Derived, so that the same secret used elsewhere could never produce a link's signature (ASVS: one key, one use).
  // A key object, because a raw key is imported anew for every signature, which takes most of its time.
  const key = createSecretKey(
    Buffer.from(hkdfSync('sha256', options.signingKey, '', 'atelier signed links', 32)),
  );
  const { clock } = options;
  const remembered = new BoundedMap<string, string>(LINKS_REMEMBERED);
  const base = `${(options.publicBaseUrl ?? '').replace(/\/+$/, '')}${options.publicPath}`;

  /** JSON keeps the parts apart: no choice of names can make two links share a signature. */
  function signatureOf(method: LinkMethod, objectKey: string, query: URLSearchParams): string {
    const parts = QUERY_FIELDS[method].map((field) => query.get(field));
    return createHmac('sha256', key)
      .update(JSON.stringify([method, objectKey, ...parts]))
      .digest('base64url');
  }

  function signed(method: LinkMethod, objectKey: string, query: URLSearchParams): string {
    query.set('signature', signatureOf(method, objectKey, query));
    return `${base}/${encodeKey(objectKey)}?${query}`;
  }

  /** Checks the signature before anything the query says is believed, then the time. */
  function checked(method: LinkMethod, objectKey: string, query: URLSearchParams): Date {
    const given = Buffer.from(query.get('signature') ?? '');
    const expected = Buffer.from(signatureOf(method, objectKey, query));
    const isSame = given.length === expected.length && timingSafeEqual(given, expected);
    const allowed = new Set<string>([...QUERY_FIELDS[method], 'signature']);
    const hasOnlySigned = [...query.keys()].every(
      (name) => allowed.has(name) && query.getAll(name).length === 1,
    );
    if (!isSame || !hasOnlySigned || !isSafeKey(objectKey)) throw new AppError('link_invalid');
    const expiresAt = new Date(Number(query.get('expires')) * 1000);
    if (clock.now() >= expiresAt) throw new AppError('link_expired');
    return expiresAt;
  }

  return {
    readLink(objectKey, { expiresInSeconds, downloadName }) {
      const { expiresAt } = linkWindow(clock.now(), expiresInSeconds);
      const expires = String(expiresAt.getTime() / 1000);
      const asked = JSON.stringify([objectKey, expires, downloadName]);
      const known = remembered.get(asked);
      if (known !== undefined) return known;
      const query = new URLSearchParams({ expires });
      if (downloadName !== undefined) query.set('name', downloadName.toWellFormed());
      const link = signed('GET', objectKey, query);
      remembered.set(asked, link);
      return link;
    },
    uploadLink(objectKey, { sizeBytes, sha256, contentType }, expiresInSeconds) {
      const expiresSeconds = Math.ceil(clock.now().getTime() / 1000) + expiresInSeconds;
      const query = new URLSearchParams({
        expires: String(expiresSeconds),
        size: String(sizeBytes),
        sha256,
        type: contentType,
      });
      return {
        method: 'PUT',
        url: signed('PUT', objectKey, query),
        headers: { 'content-type': contentType },
        expiresAt: new Date(expiresSeconds * 1000).toISOString(),
      };
    },
    checkRead(objectKey, query) {
      const expiresAt = checked('GET', objectKey, query);
      return { downloadName: query.get('name'), expiresAt };
    },
    checkUpload(objectKey, query) {
      checked('PUT', objectKey, query);
      return {
        sizeBytes: Number(query.get('size')),
        sha256: query.get('sha256') ?? '',
        contentType: query.get('type') ?? '',
      };
    },
  };
}
