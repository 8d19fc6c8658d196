import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createS3Store } from './s3.ts';
import { createS3Clients } from './s3-client.ts';

const account = { accessKeyId: 'ATELIERTESTKEY', secretAccessKey: 'atelier-test-secret' };
const clock = { now: () => new Date('2026-01-02T03:04:05Z') };
const options = { contentType: 'image/png', sizeBytes: 5, sha256: 'ab'.repeat(32) };
const r2 = {
  ...account,
  provider: 'r2',
  bucket: 'atelier',
  endpoint: 'https://acct123.r2.cloudflarestorage.com',
  clock,
} as const;

// The SDK signs with the real time where it is not told otherwise; these links must be told.
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-01-01T00:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

describe('presigned uploads', () => {
  test('carry the signature of the version 4 test vector: length, type and host are bound', async () => {
    const { url, headers, expiresAt } = await createS3Store(r2).presignedUpload('in/a b.png', options, 300);
    const query = new URL(url).searchParams;
    expect(new URL(url).pathname).toBe('/atelier/in/a%20b.png');
    expect(query.get('X-Amz-SignedHeaders')).toBe('content-length;content-type;host');
    expect(query.get('X-Amz-Signature')).toBe(
      'acec86b3c3d8a71a46e014b12aa7afc2075e44ecec760e6ed0940d2c4288ad85',
    );
    expect(headers).toEqual({ 'content-type': 'image/png' });
    expect(expiresAt).toBe('2026-01-02T03:09:05.000Z');
  });

  test('carry no checksum of an empty body and no ACL, at any maker', async () => {
    const settings = { ...account, bucket: 'pictures-1250000000', region: 'ap-guangzhou', clock };
    for (const provider of ['s3', 'r2', 'cos', 'minio'] as const) {
      const store = createS3Store({
        ...settings,
        provider,
        ...(provider === 's3' || provider === 'cos' ? {} : { endpoint: 'https://s3.example' }),
      });
      const { url } = await store.presignedUpload('a/b.png', options, 300);
      expect(url.toLowerCase()).not.toMatch(/crc32|x-amz-acl|sdk-checksum/);
    }
  });

  test('bind the SHA-256 where the maker checks it', async () => {
    const store = createS3Store({ ...account, provider: 's3', bucket: 'b', region: 'eu-west-1', clock });
    const { url, headers } = await store.presignedUpload('a/b.png', options, 300);
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toContain('x-amz-checksum-sha256');
    expect(headers['x-amz-checksum-sha256']).toBe(Buffer.from(options.sha256, 'hex').toString('base64'));
  });
});

describe('addresses', () => {
  const hostOf = async (settings: Parameters<typeof createS3Store>[0]): Promise<string> => {
    const { host, pathname } = new URL(
      await createS3Store(settings).signedLink('a/b.png', { expiresInSeconds: 300 }),
    );
    return host + pathname;
  };

  test.each([
    [{ provider: 's3', bucket: 'shop', region: 'eu-west-1' }, 'shop.s3.eu-west-1.amazonaws.com/a/b.png'],
    [
      { provider: 'r2', bucket: 'shop', endpoint: 'https://x.eu.r2.cloudflarestorage.com' },
      'x.eu.r2.cloudflarestorage.com/shop/a/b.png',
    ],
    [
      { provider: 'cos', bucket: 'shop-1250000000', region: 'ap-guangzhou' },
      'shop-1250000000.cos.ap-guangzhou.myqcloud.com/a/b.png',
    ],
    [{ provider: 'minio', bucket: 'shop', endpoint: 'http://localhost:9000' }, 'localhost:9000/shop/a/b.png'],
  ] as const)('%j is reached at %s', async (settings, expected) => {
    expect(await hostOf({ ...account, ...settings, clock })).toBe(expected);
  });

  test('links are signed for the host that browsers see', async () => {
    const settings = {
      ...account,
      provider: 'minio',
      bucket: 'shop',
      endpoint: 'http://minio:9000',
    } as const;
    expect(await hostOf({ ...settings, signingEndpoint: 'https://pictures.example', clock })).toBe(
      'pictures.example/shop/a/b.png',
    );
  });

  test('the permanent address is the CDN or nothing', () => {
    expect(createS3Store(r2).publicUrl('a/鞋 1.png')).toBeNull();
    const behindCdn = createS3Store({ ...r2, publicBaseUrl: 'https://cdn.example/' });
    expect(behindCdn.publicUrl('a/鞋 1.png')).toBe('https://cdn.example/a/%E9%9E%8B%201.png');
  });
});

describe('settings that cannot work are refused with advice', () => {
  test.each([
    [{ provider: 'r2', bucket: 'shop' }, 'needs an endpoint'],
    [{ provider: 'minio', bucket: 'shop' }, 'needs an endpoint'],
    [{ provider: 'cos', bucket: 'shop-1250000000' }, 'needs a region'],
    [{ provider: 'cos', bucket: 'shop', region: 'ap-beijing' }, 'APPID'],
  ] as const)('%j: %s', (settings, advice) => {
    expect(() => createS3Clients({ ...account, ...settings })).toThrow(advice);
  });
});
