/** A return address comes from the address bar: only a path of this very site is followed, never another host. */
export function safeReturnPath(value: string | null): string {
  if (!value?.startsWith('/')) return '/';
  const target = new URL(value, window.location.origin);
  return target.origin === window.location.origin ? `${target.pathname}${target.search}` : '/';
}
