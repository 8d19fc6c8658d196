import type { Catalogue } from './catalogue.ts';
import type { Connection, Connections } from './connection.ts';

/** A provider's settings as the environment gives them. */
export interface ProviderEnvironment {
  readonly key?: string | undefined;
  readonly endpoint?: string | undefined;
  /** What the vendor signs its callbacks with. */
  readonly callbackSecret?: string | undefined;
  /** What models need beside a key, by slug; checked against their files. */
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** In place of a key where none is asked for; never sent. */
const NO_KEY = 'none';
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
    const { needsKey = true, isCustom = false } = provider.connection;
    const {
      key = needsKey ? null : NO_KEY,
      endpoint = provider.connection.endpoint,
      callbackSecret = null,
    } = environment[slug] ?? {};
    connections.set(slug, {
      slug,
      endpoint: isEmulated ? `${emulatorUrl}/${slug}` : endpoint,
      // Beside a stand-in nobody real is called, so an endpoint that it cannot play takes no orders.
      key: isEmulated ? (isCustom ? null : EMULATOR_KEY) : key,
      isEmulated,
      allowsPrivateAddress: false,
      keepsResults: true,
      pathPrefix: null,
      callbackSecret: isEmulated ? EMULATOR_CALLBACK_SECRET : callbackSecret,
      settings: settingsOf(catalogue, slug, { isEmulated, given: environment[slug]?.settings ?? {} }),
    });
  }
  return { find: (slug) => connections.get(slug) };
}

/**
 * What the models of a provider need beside its key, as far as it is given; all of it when the vendor is emulated.
 * @throws Error that names the setting when it does not fit, and never its value.
 */
function settingsOf(
  catalogue: Catalogue,
  providerSlug: string,
  { isEmulated, given }: { isEmulated: boolean; given: Readonly<Record<string, unknown>> },
): Readonly<Record<string, unknown>> {
  const found: Record<string, unknown> = {};
  for (const { model, provider } of catalogue.values()) {
    if (provider.slug !== providerSlug || !model.settings) continue;
    const value = isEmulated ? model.settings.emulated : given[model.slug];
    if (value === undefined) continue;
    const parsed = model.settings.schema.safeParse(value);
    if (!parsed.success) {
      const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
      throw new Error(`${model.settings.environmentName} cannot be used: ${problems.join('; ')}`);
    }
    found[model.slug] = parsed.data;
  }
  return found;
}
