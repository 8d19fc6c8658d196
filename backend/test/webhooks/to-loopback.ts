import type { ResolveHost } from '../../src/lib/safe-fetch.ts';

/** Every name leads to the loopback interface. */
export const lookup: ResolveHost = async () => [{ address: '127.0.0.1', family: 4 }];

/** An outlet through which a customer's server on the loopback interface is reached under any public-looking name. */
export const toLoopback = { lookup, isAddressAllowed: () => true };
