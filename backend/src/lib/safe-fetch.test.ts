import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { HOSTILE_HOSTS } from '../../test/hostile-hosts.ts';
import { isPublicAddress } from './address-guard.ts';
import { AppError } from './app-error.ts';
import { createSafeFetch, type SafeFetch, type SafeFetchOptions } from './safe-fetch.ts';
import { runInTransactionScope } from './transaction-scope.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let port: number;
/** TCP connections that reached the loopback listener. */
let connections = 0;
let handler: Handler;
const toClose: SafeFetch[] = [];

beforeAll(async () => {
  server = createServer((request, response) => handler(request, response));
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
  await Promise.all(toClose.map((client) => client.close()));
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

beforeEach(() => {
  connections = 0;
  handler = (_request, response) => response.end('secret');
});

function client(parts: Parameters<typeof createSafeFetch>[0] = {}): SafeFetch {
  const created = createSafeFetch(parts);
  toClose.push(created);
  return created;
}

const toLoopback = async () => [{ address: '127.0.0.1', family: 4 }];
/** Reaches the listener under any public-looking name: the positive control for everything below. */
const openClient = () => client({ lookup: toLoopback, isAddressAllowed: () => true });
const defaults: SafeFetchOptions = { maxBytes: 1_000_000, allowHttp: true, timeoutMs: 5_000 };

async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const error = await promise.then(
    () => new Error('It was fetched.'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof AppError)) throw error;
  return error;
}

describe('the server cannot be sent inside', () => {
  test('positive control: the same listener answers when the guard is opened', async () => {
    const answer = await openClient().toBuffer(`http://pictures.example:${port}/`, defaults);
    expect(answer.body.toString()).toBe('secret');
    expect(connections).toBe(1);
  });

  test(`each of ${HOSTILE_HOSTS.length} hostile hosts is refused and reaches no listener`, async () => {
    expect(HOSTILE_HOSTS.length).toBeGreaterThanOrEqual(60);
    const strict = client();
    for (const host of HOSTILE_HOSTS) {
      const error = await failureOf(strict.toBuffer(`http://${host}:${port}/`, defaults));
      expect([host, error.code]).toEqual([host, 'url_refused']);
    }
    expect(connections).toBe(0);
  });

  test.each([
    ['userinfo before the host', (p: number) => `http://public.example@127.0.0.1:${p}/`],
    ['userinfo with a password', (p: number) => `http://a:b@public.example:${p}/`],
    ['backslash as a separator', (p: number) => `http://127.0.0.1:${p}\\@public.example/`],
    ['tab and newline inside', (p: number) => `ht\ttp://127.0.0\n.1:${p}/`],
    ['missing slashes', (p: number) => `http:127.0.0.1:${p}/`],
    ['file', () => 'file:///etc/passwd'],
    ['ftp', () => 'ftp://public.example/'],
    ['data', () => 'data:text/plain,x'],
    ['gopher', (p: number) => `gopher://127.0.0.1:${p}/`],
    ['javascript', () => 'javascript:1'],
    ['mail port', () => 'http://public.example:25/'],
    ['database of a neighbour', () => 'http://public.example:22/'],
    ['no host', () => 'http:///'],
    ['nothing', () => ''],
  ])('refused: %s', async (_label, address) => {
    const error = await failureOf(client({ lookup: toLoopback }).toBuffer(address(port), defaults));
    expect(error.code).toBe('url_refused');
    expect(connections).toBe(0);
  });

  test('plain http is refused unless asked for', async () => {
    const error = await failureOf(openClient().toBuffer(`http://a.example:${port}/`, { maxBytes: 10 }));
    expect(error.values).toMatchObject({ reason: 'scheme_not_allowed' });
    expect(connections).toBe(0);
  });

  test.each([
    [['127.0.0.1']],
    [['::1']],
    [['::ffff:127.0.0.1']],
    [['64:ff9b::7f00:1']],
    [['169.254.169.254']],
    [['10.0.0.1']],
    // one public address among private ones must not let the name through
    [['93.184.215.14', '127.0.0.1']],
    [['127.0.0.1', '93.184.215.14']],
    [['not an address']],
  ])('a name that resolves to %j is refused before connecting', async (addresses) => {
    const lookup = async () =>
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const error = await failureOf(client({ lookup }).toBuffer(`http://pictures.example:${port}/`, defaults));
    expect(error.code).toBe('url_refused');
    expect(connections).toBe(0);
  });

  test('a rebinding resolver gets no second chance: the checked addresses are the ones used', async () => {
    let asked = 0;
    const rebinding = client({
      // 127.0.0.2 plays the public address, 127.0.0.1 the inside one the resolver would switch to.
      lookup: async () => {
        asked += 1;
        return [{ address: asked === 1 ? '127.0.0.2' : '127.0.0.1', family: 4 }];
      },
      isAddressAllowed: (address) => address === '127.0.0.2',
    });
    // Nothing listens on 127.0.0.2, so a pinned connection fails; a second resolution would reach the listener.
    const first = await failureOf(rebinding.toBuffer(`http://rebind.example:${port}/`, defaults));
    expect(first.values).toMatchObject({ reason: 'connection_failed', phase: 'connect' });
    expect(asked).toBe(1);
    const second = await failureOf(rebinding.toBuffer(`http://rebind.example:${port}/`, defaults));
    expect(second.code).toBe('url_refused');
    expect(connections).toBe(0);
  });

  test.each(['127.0.0.1', '[::1]', 'localhost', '2130706433', '[::ffff:7f00:1]', 'second.example'])(
    'a redirect to %s is refused after the first hop',
    async (target) => {
      handler = (request, response) => {
        if (request.url === '/start')
          response.writeHead(302, { location: `http://${target}:${port}/inside` }).end();
        else response.end('secret');
      };
      const lookup = async (host: string) => [
        { address: host === 'second.example' ? '127.0.0.1' : '127.0.0.3', family: 4 },
      ];
      const outside = createServer((request, response) => handler(request, response));
      await new Promise<void>((resolve) => outside.listen(port, '127.0.0.3', resolve));
      try {
        const redirected = client({ lookup, isAddressAllowed: (address) => address === '127.0.0.3' });
        const error = await failureOf(redirected.toBuffer(`http://first.example:${port}/start`, defaults));
        expect(error.code).toBe('url_refused');
        expect(connections).toBe(0);
      } finally {
        outside.closeAllConnections();
        await new Promise((resolve) => outside.close(resolve));
      }
    },
  );

  test.each(['93.184.215.14', '8.8.8.8', '2606:4700::1111', '2a00:1450:4001::1'])(
    '%s is public',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );
});

describe('a trusted origin', () => {
  const trusting = (origin: string): SafeFetchOptions => ({ maxBytes: 1000, trustedOrigin: origin });

  test('is reached although it lies inside and speaks plain http', async () => {
    const origin = `http://127.0.0.1:${port}`;
    const answer = await client().toBuffer(`${origin}/x`, trusting(origin));
    expect(answer.body.toString()).toBe('secret');
  });

  test('is one scheme, one host and one port; everything beside it stays closed', async () => {
    const origin = `http://127.0.0.1:${port}`;
    const others = [
      `http://127.0.0.1:${port + 1}/`,
      `https://127.0.0.1:${port}/`,
      `http://127.0.0.2:${port}/`,
      `http://localhost:${port}/`,
      `http://[::1]:${port}/`,
      `http://user@127.0.0.1:${port}/`,
      'data:text/plain,x',
      'file:///etc/passwd',
    ];
    for (const address of others) {
      for (const trusted of [origin, 'null']) {
        const error = await failureOf(client().toBuffer(address, trusting(trusted)));
        expect([address, error.code]).toEqual([address, 'url_refused']);
      }
    }
    expect(connections).toBe(0);
  });

  test('is trusted for this request alone, also while its connection is open', async () => {
    const shared = client({ lookup: toLoopback });
    const origin = `http://inside.example:${port}`;
    for (const other of [{}, { trustedOrigin: `http://inside.example:${port + 1}` }]) {
      expect((await shared.toBuffer(origin, trusting(origin))).status).toBe(200);
      const error = await failureOf(shared.toBuffer(origin, { ...defaults, ...other }));
      expect(error.values).toMatchObject({ reason: 'address_not_public' });
    }
  });

  test('cannot lead anywhere else', async () => {
    handler = (_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.2:${port}/` }).end();
    const origin = `http://127.0.0.1:${port}`;
    const error = await failureOf(client().toBuffer(origin, trusting(origin)));
    expect(error.code).toBe('url_refused');
    expect(connections).toBe(1);
  });
});

describe('redirects', () => {
  test('can be the answer themselves', async () => {
    handler = (_request, response) =>
      response.writeHead(307, { location: 'http://elsewhere.example/' }).end();
    const answer = await openClient().toBuffer(`http://a.example:${port}/`, {
      ...defaults,
      keepsRedirects: true,
    });
    expect(answer.status).toBe(307);
    expect(connections).toBe(1);
  });

  test('are followed up to five times and not six', async () => {
    handler = (request, response) => {
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('arrived');
      else response.writeHead(302, { location: `/${left - 1}` }).end();
    };
    const answer = await openClient().toBuffer(`http://a.example:${port}/5`, defaults);
    expect(answer.body.toString()).toBe('arrived');
    expect(answer.url).toBe(`http://a.example:${port}/0`);
    const error = await failureOf(openClient().toBuffer(`http://a.example:${port}/6`, defaults));
    expect(error.values).toMatchObject({ reason: 'redirects_too_many' });
  });

  test('credentials of any name stay with the origin they were meant for', async () => {
    const seen: Record<string, unknown>[] = [];
    handler = (request, response) => {
      seen.push(request.headers);
      if (request.url === '/same') response.writeHead(302, { location: '/cross' }).end();
      else if (request.url === '/cross')
        response.writeHead(302, { location: `http://b.example:${port}/end` }).end();
      else response.end();
    };
    await openClient().toBuffer(`http://a.example:${port}/same`, {
      ...defaults,
      headers: { Authorization: 'Bearer k', 'xi-api-key': 'k', Cookie: 'k', Accept: 'image/png' },
    });
    expect(seen).toHaveLength(3);
    expect(seen[1]).toMatchObject({ authorization: 'Bearer k', 'xi-api-key': 'k' });
    expect(JSON.stringify(Object.values(seen[2] ?? {}))).not.toContain('"k"');
    expect(seen[2]).toMatchObject({ accept: 'image/png' });
    expect(seen[2]).not.toHaveProperty('authorization');
  });

  test('a body is not carried to another origin', async () => {
    const bodies: string[] = [];
    handler = (request, response) => {
      bodies.push(request.method ?? '');
      response.writeHead(307, { location: `http://b.example:${port}/` }).end();
    };
    const error = await failureOf(
      openClient().toBuffer(`http://a.example:${port}/`, { ...defaults, method: 'POST', body: 'key=secret' }),
    );
    expect(error.values).toMatchObject({ reason: 'redirect_not_allowed' });
    expect(bodies).toEqual(['POST']);
  });
});

describe('limits', () => {
  test('a body over the byte limit is cut off, with and without a declared length', async () => {
    handler = (request, response) => {
      if (request.url === '/declared') response.writeHead(200, { 'content-length': 2_000 });
      response.end(Buffer.alloc(2_000));
    };
    for (const path of ['declared', 'chunked']) {
      const error = await failureOf(
        openClient().toBuffer(`http://a.example:${port}/${path}`, { ...defaults, maxBytes: 1_999 }),
      );
      expect(error.values).toMatchObject({ reason: 'too_large', phase: 'body' });
    }
    const exact = await openClient().toBuffer(`http://a.example:${port}/`, { ...defaults, maxBytes: 2_000 });
    expect(exact.body).toHaveLength(2_000);
  });

  test('a compressed bomb counts by what it becomes', async () => {
    handler = (_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20_000_000)));
    };
    const error = await failureOf(openClient().toBuffer(`http://a.example:${port}/`, defaults));
    expect(error.values).toMatchObject({ reason: 'too_large' });
  });

  test('gzip is undone; an encoding nobody asked for is refused', async () => {
    handler = (request, response) => {
      response.setHeader('content-encoding', request.url === '/odd' ? 'gzip, gzip' : 'gzip');
      response.end(gzipSync('plain'));
    };
    const answer = await openClient().toBuffer(`http://a.example:${port}/`, defaults);
    expect(answer.body.toString()).toBe('plain');
    const error = await failureOf(openClient().toBuffer(`http://a.example:${port}/odd`, defaults));
    expect(error.values).toMatchObject({ reason: 'encoding_unsupported' });
  });

  test('silence before the first byte and a dripping body both end in time', async () => {
    handler = (request, response) => {
      if (request.url === '/silent') return;
      response.write('x');
      const drip = setInterval(() => response.write('x'), 20);
      response.on('close', () => clearInterval(drip));
    };
    const startedAt = performance.now();
    const silent = await failureOf(
      openClient().toBuffer(`http://a.example:${port}/silent`, { ...defaults, firstByteTimeoutMs: 150 }),
    );
    expect(silent.values).toMatchObject({ reason: 'timed_out', phase: 'answer' });
    const dripping = await failureOf(
      openClient().toBuffer(`http://a.example:${port}/drip`, { ...defaults, timeoutMs: 300 }),
    );
    expect(dripping.values).toMatchObject({ reason: 'timed_out', phase: 'body' });
    expect(performance.now() - startedAt).toBeLessThan(3_000);
  });

  test('the caller can stop a request', async () => {
    handler = () => undefined;
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const error = await failureOf(
      openClient().toBuffer(`http://a.example:${port}/`, { ...defaults, signal: stop.signal }),
    );
    expect(error.values).toMatchObject({ reason: 'aborted' });
  });
});

describe('answers', () => {
  test('an error status is an answer for toBuffer and a failure for toFile', async () => {
    handler = (_request, response) => response.writeHead(422).end('{"why":1}');
    const answer = await openClient().toBuffer(`http://a.example:${port}/`, defaults);
    expect([answer.status, answer.body.toString()]).toEqual([422, '{"why":1}']);
    const folder = await mkdtemp(join(tmpdir(), 'atelier-fetch-'));
    const error = await failureOf(
      openClient().toFile(`http://a.example:${port}/`, join(folder, 'a'), defaults),
    );
    expect(error.values).toMatchObject({ reason: 'status_422' });
    expect(await readdir(folder)).toEqual([]);
    await rm(folder, { recursive: true });
  });

  test('toFile saves the bytes with their hash, and leaves no file when the answer breaks off', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'atelier-fetch-'));
    handler = (request, response) => {
      response.writeHead(200, { 'content-type': 'IMAGE/PNG; q=1', 'content-length': 6 });
      if (request.url === '/broken') response.write('sec', () => response.destroy());
      else response.end('secret');
    };
    const saved = await openClient().toFile(`http://a.example:${port}/`, join(folder, 'whole'), {
      ...defaults,
      acceptTypes: ['image/*'],
    });
    expect(saved).toMatchObject({
      contentType: 'image/png',
      sizeBytes: 6,
      sha256: '2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b',
    });
    expect(await readFile(join(folder, 'whole'), 'utf8')).toBe('secret');
    const error = await failureOf(
      openClient().toFile(`http://a.example:${port}/broken`, join(folder, 'b'), defaults),
    );
    expect(error.values).toMatchObject({ reason: 'connection_failed', phase: 'body' });
    expect(await readdir(folder)).toEqual(['whole']);
    const taken = await failureOf(
      openClient().toFile(`http://a.example:${port}/`, join(folder, 'whole'), defaults),
    );
    expect(taken.code).toBe('storage_failed');
    expect(await readFile(join(folder, 'whole'), 'utf8')).toBe('secret');
    await rm(folder, { recursive: true });
  });

  test('a type that was not asked for is refused', async () => {
    handler = (_request, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<p>');
    const error = await failureOf(
      openClient().toBuffer(`http://a.example:${port}/`, {
        ...defaults,
        acceptTypes: ['image/*', 'video/mp4'],
      }),
    );
    expect(error.values).toMatchObject({ reason: 'type_not_accepted' });
  });

  test('a failed connection says that nothing was sent; a cut one says that it may have been heard', async () => {
    handler = (request) => request.socket.destroy();
    const cut = await failureOf(
      openClient().toBuffer(`http://a.example:${port}/`, { ...defaults, method: 'POST', body: 'x' }),
    );
    expect(cut.values).toMatchObject({ reason: 'connection_failed', phase: 'answer' });
    const unresolved = client({
      lookup: async () => {
        throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
      },
    });
    const unknown = await failureOf(unresolved.toBuffer(`http://gone.example:${port}/`, defaults));
    expect(unknown.values).toMatchObject({ reason: 'connection_failed', phase: 'connect' });
  });

  test('after a redirect a failed connection no longer means that nothing was heard', async () => {
    handler = (_request, response) => response.writeHead(302, { location: 'http://gone.example/' }).end();
    const lookup = async (host: string) => {
      if (host === 'gone.example') throw Object.assign(new Error('no such name'), { code: 'ENOTFOUND' });
      return toLoopback();
    };
    const redirected = client({ lookup, isAddressAllowed: () => true });
    const error = await failureOf(
      redirected.toBuffer(`http://a.example:${port}/`, { ...defaults, method: 'POST', body: 'x' }),
    );
    expect(error.values).toMatchObject({ reason: 'connection_failed', phase: 'answer' });
  });

  test('calling out while a transaction is open is a bug', async () => {
    await expect(
      runInTransactionScope(() => openClient().toBuffer(`http://a.example:${port}/`, defaults)),
    ).rejects.toThrow('while a database transaction is open');
    expect(connections).toBe(0);
  });
});

describe('messages', () => {
  test('a redirect is the answer and is not followed; other addresses are judged as ever', async () => {
    const paths: string[] = [];
    handler = (request, response) => {
      paths.push(request.url ?? '');
      response.writeHead(307, { location: '/further' }).end('moved');
    };
    const send = { ...defaults, method: 'POST', body: 'x' } as const;
    const answer = await openClient().toExcerpt(`http://a.example:${port}/`, send);
    expect([answer.status, answer.excerpt.toString()]).toEqual([307, 'moved']);
    expect(paths).toEqual(['/']);
    const error = await failureOf(client().toExcerpt(`http://127.0.0.1:${port}/`, send));
    expect(error.values).toMatchObject({ reason: 'address_not_public' });
  });

  test('of an endless, a compressed and a broken body only the beginning counts', async () => {
    handler = (request, response) => {
      if (request.url === '/gzip') {
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(Buffer.alloc(20_000_000, 'z')));
      } else if (request.url === '/broken') {
        response.writeHead(200, { 'content-length': 100 }).write('begun', () => response.destroy());
      } else {
        const write = (): void => {
          while (response.writable && response.write(Buffer.alloc(65_536, 'e')));
        };
        response.on('drain', write);
        write();
      }
    };
    const excerptOf = async (path: string) => {
      const options = { ...defaults, maxBytes: 8 };
      const { status, excerpt } = await openClient().toExcerpt(`http://a.example:${port}/${path}`, options);
      expect(status).toBe(200);
      return excerpt.toString();
    };
    expect(await excerptOf('endless')).toBe('eeeeeeee');
    expect(await excerptOf('gzip')).toBe('zzzzzzzz');
    expect(await excerptOf('broken')).toBe('begun');
  });

  test('an address can be judged before it is kept, without asking for its name', () => {
    const refusalOf = (address: string, allowHttp = false) => {
      try {
        client({ lookup: () => Promise.reject(new Error('was asked')) }).check(address, { allowHttp });
        return null;
      } catch (error) {
        return error instanceof AppError ? error.values.reason : error;
      }
    };
    expect(refusalOf('https://shop.example/hook?a=1')).toBeNull();
    expect(refusalOf('http://shop.example/hook')).toBe('scheme_not_allowed');
    expect(refusalOf('http://shop.example/hook', true)).toBeNull();
    expect(refusalOf('https://[::1]/')).toBe('address_not_public');
    expect(refusalOf('https://a:b@shop.example/')).toBe('credentials_in_address');
    expect(refusalOf('shop.example')).toBe('address_malformed');
  });
});
