export interface UsedKey {
  /** `namespace:path.to.key` */
  readonly key: string;
  /** Whether the rest of the key is only known when the page runs. */
  readonly isPrefix: boolean;
}

const NAMESPACE = /useTranslation\(\s*(?:'([\w-]+)')?/g;
const CALL = /(?<![\w$.])(?:i18n\.)?t\(\s*(?:'([^']+)'|`([^`$]+)(\$\{)?)/g;

/** The text keys a source file asks for. A key without a namespace belongs to the last `useTranslation` above it. */
export function keysUsedIn(source: string): readonly UsedKey[] {
  const hooks = [...source.matchAll(NAMESPACE)];
  const namespaceAt = (index: number): string =>
    hooks.findLast((hook) => hook.index < index)?.[1] ?? 'common';
  return [...source.matchAll(CALL)].map((match) => {
    const [, plain, start, hole] = match;
    const key = plain ?? start ?? '';
    return {
      key: key.includes(':') ? key : `${namespaceAt(match.index)}:${key}`,
      isPrefix: hole !== undefined,
    };
  });
}
