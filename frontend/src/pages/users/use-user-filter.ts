import { ROLES, USER_STATES } from '@atelier/shared/roles';
import { useSearchParams } from 'react-router';
import type { UserFilter } from './user-queries.ts';

/** The filter lives in the address, so that the way back from an account's membership finds it again. */
export function useUserFilter() {
  const [parameters, setParameters] = useSearchParams();
  const filter: UserFilter = {
    search: parameters.get('search') ?? '',
    role: ROLES.find((role) => role === parameters.get('role')),
    state: USER_STATES.find((state) => state === parameters.get('state')),
  };
  const change = (wish: Partial<UserFilter>): void => {
    const { search, role, state } = { ...filter, ...wish };
    const next = new URLSearchParams();
    if (search) next.set('search', search);
    if (role) next.set('role', role);
    if (state) next.set('state', state);
    // Typing must not fill the history with half words.
    setParameters(next, { replace: true });
  };
  return { filter, change, clear: () => setParameters(new URLSearchParams(), { replace: true }) };
}
