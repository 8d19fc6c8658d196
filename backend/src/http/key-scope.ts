import type { ApiKeyScope } from '@atelier/shared/contracts/api-key';

/**
 * The scope an API key needs on a route for users: reading is GET, POST creates. Whatever else there is (changing
 * settings, deleting) is for people who signed in; then the answer is null.
 */
export function keyScopeOf(method: string): ApiKeyScope | null {
  switch (method.toUpperCase()) {
    case 'GET':
    case 'HEAD':
      return 'read';
    case 'POST':
      return 'create';
    default:
      return null;
  }
}
