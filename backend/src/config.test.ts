import path from 'node:path';
import { expect, test } from 'vitest';
import { ConfigError, loadConfig } from './config.ts';
import { assertPreferences } from './preferences.ts';
import { loadCatalogue } from './providers/catalogue.ts';

const problemsOf = (environment: Record<string, string>): string => {
  try {
    loadConfig(environment);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
  return '';
};

test('nothing at all is a working configuration for development on this machine only', () => {
  expect(loadConfig({})).toMatchObject({
    isProduction: false,
    host: '127.0.0.1',
    port: 3000,
    demoData: true,
    registrationOpen: true,
    secureCookies: false,
    accessTokenSeconds: 900,
    storage: { provider: 'local' },
  });
});

test('empty values count as not set', () => {
  expect(loadConfig({ PORT: '', JWT_SECRET: '', APP_URL: '' })).toMatchObject({
    port: 3000,
    jwtSecret: undefined,
  });
});

test('every problem is told at once, by name and without its value', () => {
  const message = problemsOf({
    PORT: 'hunter2',
    LOG_LEVEL: 'loud',
    METRICS_TOKEN: 'short-secret',
    JWT_EXPIRES_IN: 'soon',
  });
  for (const key of ['PORT', 'LOG_LEVEL', 'METRICS_TOKEN', 'JWT_EXPIRES_IN']) expect(message).toContain(key);
  for (const value of ['hunter2', 'short-secret']) expect(message).not.toContain(value);
});

test('production has no demo data, and asking for it is refused', () => {
  expect(loadConfig({ NODE_ENV: 'production' }).demoData).toBe(false);
  expect(problemsOf({ NODE_ENV: 'production', DEMO_DATA: 'true' })).toContain('DEMO_DATA');
});

test('an https address makes cookies secure unless the operator says otherwise', () => {
  expect(loadConfig({ APP_URL: 'https://studio.example.com/path' })).toMatchObject({
    secureCookies: true,
    appUrl: 'https://studio.example.com',
  });
  expect(loadConfig({ APP_URL: 'https://studio.example.com', SECURE_COOKIES: 'false' }).secureCookies).toBe(
    false,
  );
});

test('people ask at an e-mail address or on a page, and nowhere a link could do harm', () => {
  const contactOf = (SUPPORT_CONTACT: string) => loadConfig({ SUPPORT_CONTACT }).supportContact;
  expect(contactOf('help@shop.example')).toBe('mailto:help@shop.example');
  expect(contactOf('https://shop.example/help')).toBe('https://shop.example/help');
  for (const wrong of ['javascript:alert(1)', 'the boss', 'mailto:help@shop.example?bcc=all@shop.example'])
    expect(problemsOf({ SUPPORT_CONTACT: wrong })).toContain('SUPPORT_CONTACT: must be an e-mail address');
});

test('addresses that paths are put behind carry no slash at their end', () => {
  const { providers } = loadConfig({
    OPENAI_BASE_URL: 'https://gateway.example/v1/',
    STABILITY_BASE_URL: 'https://gateway.example//',
    RUNNINGHUB_BASE_URL: 'https://www.runninghub.ai/',
  });
  expect([providers.openai?.endpoint, providers.stability?.endpoint, providers.runninghub?.endpoint]).toEqual(
    ['https://gateway.example/v1', 'https://gateway.example', 'https://www.runninghub.ai'],
  );
});

test.each([
  ['s3', 'S3_SESSION_TOKEN', { S3_BUCKET_NAME: 'b', S3_ACCESS_KEY_ID: 'i', S3_SECRET_ACCESS_KEY: 's' }],
  [
    'cos',
    'COS_SESSION_TOKEN',
    { COS_BUCKET_NAME: 'b-1', COS_SECRET_ID: 'i', COS_SECRET_KEY: 's', COS_REGION: 'r' },
  ],
])('temporary keys of %s come with their session token', (provider, name, keys) => {
  const settings = { STORAGE_PROVIDER: provider, ...keys };
  expect(loadConfig({ ...settings, [name]: 'token' }).storage).toMatchObject({ sessionToken: 'token' });
  expect(loadConfig(settings).storage).not.toHaveProperty('sessionToken');
});

test.each([
  ['r2', ['R2_BUCKET_NAME', 'R2_ACCESS_KEY_ID', 'R2_SECRET_ACCESS_KEY', 'R2_ENDPOINT']],
  ['s3', ['S3_BUCKET_NAME', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY']],
  ['minio', ['S3_BUCKET_NAME', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY', 'S3_ENDPOINT']],
  ['cos', ['COS_BUCKET_NAME', 'COS_SECRET_ID', 'COS_SECRET_KEY', 'COS_REGION']],
])('storage on %s names each key it misses', (provider, keys) => {
  const message = problemsOf({ STORAGE_PROVIDER: provider });
  for (const key of keys) expect(message).toContain(key);
});

test('a database path counts from the root of the repository, and a foreign database is refused', () => {
  expect(loadConfig({ DATABASE_URL: './database.sqlite' }).database).toEqual({
    dialect: 'sqlite',
    path: expect.stringMatching(new RegExp(`${path.sep}database\\.sqlite$`)),
  });
  const url = 'postgres://localhost/studio';
  expect(loadConfig({ DATABASE_URL: url }).database).toEqual({ dialect: 'postgres', url, poolSize: 10 });
  expect(problemsOf({ DATABASE_URL: 'mysql://localhost/studio' })).toContain('DATABASE_URL');
});

test.each([
  ['30s', 30],
  ['15m', 900],
  ['2h', 7200],
  ['7d', 604_800],
])('JWT_EXPIRES_IN=%s is %i seconds', (text, seconds) => {
  expect(loadConfig({ JWT_EXPIRES_IN: text }).accessTokenSeconds).toBe(seconds);
});

test('a preferred provider or a default model that nobody knows is told by name; what is known is taken', async () => {
  const catalogue = await loadCatalogue();
  const check = (environment: Record<string, string>) =>
    assertPreferences(loadConfig(environment), catalogue);
  const unknown = { DEFAULT_AI_PROVIDER: 'hunter2', OPENAI_MODEL: 'elevenlabs-tts' };
  expect(() => check(unknown)).toThrow(ConfigError);
  expect(() => check(unknown)).toThrow(/DEFAULT_AI_PROVIDER: must be one of .*kie.*\n.*OPENAI_MODEL: /);
  expect(() => check(unknown)).not.toThrow(/hunter2/);
  for (const model of ['dall-e-3', 'gpt-image-1', 'kie-nano-banana']) {
    expect(() => check({ DEFAULT_AI_PROVIDER: 'openai', OPENAI_MODEL: model })).not.toThrow();
  }
});
