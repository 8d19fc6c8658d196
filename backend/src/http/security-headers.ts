import type { RequestHandler } from 'express';
import helmet from 'helmet';

export interface SecurityHeaderOptions {
  /** Whether people reach the server over https; only then may it insist on https. */
  readonly secure: boolean;
  /** Origins of a storage or CDN that pictures are shown from and uploaded to directly. */
  readonly storageOrigins?: readonly string[];
}

const ONE_YEAR_SECONDS = 365 * 24 * 60 * 60;

/** Headers for the page and the API, which share one origin. Scripts come from our own files only. */
export function securityHeaders({ secure, storageOrigins = [] }: SecurityHeaderOptions): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        // Mantine computes style attributes in the browser.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'blob:', 'data:', ...storageOrigins],
        mediaSrc: ["'self'", 'blob:', ...storageOrigins],
        connectSrc: ["'self'", ...storageOrigins],
        fontSrc: ["'self'", 'data:'],
        workerSrc: ["'self'", 'blob:'],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
        ...(secure && { upgradeInsecureRequests: [] }),
      },
    },
    strictTransportSecurity: secure && { maxAge: ONE_YEAR_SECONDS, includeSubDomains: false },
    frameguard: { action: 'deny' },
    // Not "no-referrer": that makes browsers send `Origin: null` with forms, which `sameOrigin` refuses.
    referrerPolicy: { policy: 'same-origin' },
  });
}

/** The reader of the API document draws icons from data addresses and styles elements in place; still no foreign script. */
export function apiReaderHeaders(): RequestHandler {
  return helmet.contentSecurityPolicy({
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      fontSrc: ["'self'", 'data:'],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  });
}
