import type { Express, Router } from 'express';

export interface MountedRoute {
  /** In lower case. */
  readonly method: string;
  /** As seen from outside, parameters in OpenAPI's form: `/api/tasks/{id}`. */
  readonly path: string;
}

/** What `router.listRoutes()` answers (router 2.3); its types do not know it yet. */
interface Listed {
  readonly path: string | RegExp;
  readonly methods: readonly string[] | undefined;
  readonly router: ListableRouter | undefined;
}
interface ListableRouter {
  listRoutes(): readonly Listed[];
}

/** Every route an app answers, mounted routers included. HEAD is left out: Express answers it wherever there is GET. */
export function listRoutes(app: Express): MountedRoute[] {
  return listBelow(asListable(app.router), '');
}

function listBelow(router: ListableRouter, prefix: string): MountedRoute[] {
  return router.listRoutes().flatMap(({ path: ownPath, methods, router: mounted }) => {
    const path = typeof ownPath === 'string' ? ownPath : pathOfPattern(ownPath);
    const full = path === '/' ? prefix : `${prefix}${path}`;
    if (mounted) return listBelow(asListable(mounted), full);
    return (methods ?? [])
      .filter((method) => method !== 'HEAD')
      .map((method) => ({ method: method.toLowerCase(), path: toOpenApiPath(full) }));
  });
}

/** Routes that read the rest of the address themselves are written as the pattern for anything below. */
function pathOfPattern(pattern: RegExp): string {
  if (pattern.source !== '^\\/')
    throw new Error(`a route with the pattern ${String(pattern)} cannot be listed`);
  return '/*key';
}

function toOpenApiPath(path: string): string {
  return path.replace(/\{?[:*](\w+)\}?/g, '{$1}') || '/';
}

function asListable(router: Router | ListableRouter): ListableRouter {
  if (!('listRoutes' in router)) throw new Error('this version of Express cannot list its routes');
  return router;
}
