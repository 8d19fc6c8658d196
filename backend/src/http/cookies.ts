import type { Session } from '@atelier/shared/contracts/session';
import { parseCookie, type SetCookie, stringifySetCookie } from 'cookie';
import type { Request, Response } from 'express';
import { SESSION_LIFETIME_MS } from '../accounts/sessions.ts';

export const ACCESS_COOKIE = 'atelier_access';
export const REFRESH_COOKIE = 'atelier_refresh';

/** The refresh token travels to the account routes only; nothing outside the API reads the access token. */
const PATHS = { [ACCESS_COOKIE]: '/api', [REFRESH_COOKIE]: '/api/auth' } as const;
type SessionCookie = keyof typeof PATHS;

/** The value of one session cookie, if the request carries it. */
export function cookieOf(request: Request, name: SessionCookie): string | undefined {
  const header = request.headers.cookie;
  return header === undefined ? undefined : parseCookie(header)[name] || undefined;
}

/**
 * The page's two cookies. Out of reach of scripts, and strict: the page itself asks for everything, so no request
 * that starts on another site ever needs them.
 */
export class SessionCookies {
  readonly #secure: boolean;

  /** `secure`: sent over https only. Off on a machine without TLS, where browsers would drop the cookies. */
  constructor({ secure }: { secure: boolean }) {
    this.#secure = secure;
  }

  set(response: Response, session: Session): void {
    this.#append(response, ACCESS_COOKIE, session.accessToken, session.expiresIn);
    this.#append(response, REFRESH_COOKIE, session.refreshToken, SESSION_LIFETIME_MS / 1000);
  }

  clear(response: Response): void {
    this.#append(response, ACCESS_COOKIE, '', 0);
    this.#append(response, REFRESH_COOKIE, '', 0);
  }

  #append(response: Response, name: SessionCookie, value: string, maxAge: number): void {
    const cookie: SetCookie = {
      name,
      value,
      path: PATHS[name],
      httpOnly: true,
      secure: this.#secure,
      sameSite: 'strict',
      maxAge,
    };
    response.append('Set-Cookie', stringifySetCookie(cookie));
  }
}
