import ipaddr from 'ipaddr.js';

/**
 * Why an address was refused. These stable words fill `{reason}` of `url_refused`; they read the same in every
 * language and never repeat what a resolver answered, so a refusal cannot be used to map the inside.
 */
export type UrlRefusal =
  | 'address_malformed'
  | 'scheme_not_allowed'
  | 'credentials_in_address'
  | 'port_not_allowed'
  | 'host_not_allowed'
  | 'address_not_public'
  | 'redirects_too_many'
  | 'redirect_not_allowed';

export type UrlCheck = { readonly url: URL } | { readonly refusal: UrlRefusal };

/**
 * Names that mean this machine or this network wherever they are resolved: RFC 6761 (localhost, local, invalid, test),
 * RFC 8375 (home.arpa), ICANN's reservation of `internal`, and suffixes that cloud and home routers use inside.
 */
const INSIDE_SUFFIXES = [
  'localhost',
  'local',
  'localdomain',
  'internal',
  'intranet',
  'lan',
  'home',
  'corp',
  'home.arpa',
  'test',
  'invalid',
  'onion',
];

/** Only global unicast space is routed on the public internet (RFC 4291, IANA registry of 2000::/3). */
const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/**
 * Whether a resolved address is on the public internet. Everything else is refused, also every form that carries an
 * IPv4 address inside an IPv6 one (mapped, compatible, NAT64, 6to4, Teredo): what they reach is decided by somebody
 * else's gateway.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(GLOBAL_UNICAST_V6);
}

/** The address inside a URL host that is a literal, without brackets; null for a name. */
function literalAddress(host: string): string | null {
  if (host.startsWith('[') && host.endsWith(']')) return host.slice(1, -1);
  // The URL standard has already turned decimal, octal and hexadecimal forms into four decimal numbers.
  return ipaddr.IPv4.isValid(host) ? host : null;
}

function isInsideName(host: string): boolean {
  if (!host.includes('.')) return true;
  return INSIDE_SUFFIXES.some((suffix) => host === suffix || host.endsWith(`.${suffix}`));
}

/** Low ports speak mail, shells and file shares; an HTTP request sent there can be read as commands. */
function isAllowedPort(port: string): boolean {
  return port === '' || port === '80' || port === '443' || Number(port) >= 1024;
}

export interface AddressRules {
  readonly allowHttp: boolean;
  readonly isAddressAllowed: (address: string) => boolean;
  /** Names that may be asked although they look internal; for tests and operator-configured hosts. */
  readonly isHostAllowed: (host: string) => boolean;
  /** Scheme, host and port that an operator answers for: http or not, inside or not. Nothing beside it. */
  readonly trustedOrigin?: string | undefined;
}

/** Whether the guard has nothing to say about an address, because it lies at the one origin the rules trust. */
export function isTrusted({ origin }: URL, { trustedOrigin }: Pick<AddressRules, 'trustedOrigin'>): boolean {
  // Addresses without an origin of their own, such as `data:`, all call it "null".
  return origin !== 'null' && origin === trustedOrigin;
}

/**
 * Judges an address before anything is sent. Names still have to pass the resolver's check, see `safe-fetch.ts`.
 * The URL that comes back is the canonical one and the only one that may be used.
 */
export function checkUrl(address: string, rules: AddressRules): UrlCheck {
  if (!URL.canParse(address)) return { refusal: 'address_malformed' };
  const url = new URL(address);
  if (isTrusted(url, rules)) {
    if (url.username !== '' || url.password !== '') return { refusal: 'credentials_in_address' };
    url.hash = '';
    return { url };
  }
  if (url.protocol !== 'https:' && !(rules.allowHttp && url.protocol === 'http:')) {
    return { refusal: 'scheme_not_allowed' };
  }
  if (url.username !== '' || url.password !== '') return { refusal: 'credentials_in_address' };
  if (!isAllowedPort(url.port)) return { refusal: 'port_not_allowed' };

  const host = url.hostname.replace(/\.+$/, '');
  if (host === '') return { refusal: 'address_malformed' };
  // The resolver treats `name.` and `name` alike; name lists would not (vercel/ai #15980).
  if (host !== url.hostname) url.hostname = host;

  const literal = literalAddress(url.hostname);
  if (literal !== null) return rules.isAddressAllowed(literal) ? { url } : { refusal: 'address_not_public' };
  if (isInsideName(host) && !rules.isHostAllowed(host)) return { refusal: 'host_not_allowed' };
  url.hash = '';
  return { url };
}
