import type { Catalogue } from './catalogue.ts';
import type { Connection, Connections } from './connection.ts';

/** A provider's settings as the environment gives them. */
export interface ProviderEnvironment {
  readonly key?: string | undefined;
  readonly endpoint?: string | undefined;
  /** What the vendor signs its callbacks with. */
  readonly callbackSecret?: string | undefined;
}

/** What the stand-in takes for a good key. */
const EMULATOR_KEY = 'emulated-key';
/** What the stand-in signs every vendor's callbacks with. */
export const EMULATOR_CALLBACK_SECRET = `whsec_${Buffer.from('emulated callbacks, signed').toString('base64')}`;

/**
 * Providers as the environment alone describes them: default endpoint, key by name. With `emulatorUrl` a stand-in
 * answers for every vendor, below a path with the provider's name.
 */
export function environmentConnections(
  catalogue: Catalogue,
  environment: Readonly<Record<string, ProviderEnvironment>>,
  emulatorUrl?: string,
): Pick<Connections, 'find'> {
  const isEmulated = emulatorUrl !== undefined;
  const connections = new Map<string, Connection>();
  for (const { provider } of catalogue.values()) {
    if (!provider.connection || connections.has(provider.slug)) continue;
    const { slug } = provider;
    const {
      key = null,
      endpoint = provider.connection.endpoint,
      callbackSecret = null,
    } = environment[slug] ?? {};
    connections.set(slug, {
      slug,
      endpoint: isEmulated ? `${emulatorUrl}/${slug}` : endpoint,
      key: isEmulated ? EMULATOR_KEY : key,
      isEmulated,
      allowsPrivateAddress: false,
      keepsResults: true,
      pathPrefix: null,
      callbackSecret: isEmulated ? EMULATOR_CALLBACK_SECRET : callbackSecret,
    });
  }
  return { find: (slug) => connections.get(slug) };
}
