import express from 'express';
import request from 'supertest';
import { expect, test } from 'vitest';
import { type SecurityHeaderOptions, securityHeaders } from './security-headers.ts';

async function headersWith(options: SecurityHeaderOptions) {
  const app = express();
  app.disable('x-powered-by');
  app.use(securityHeaders(options));
  app.get('/', (_request, response) => void response.send('page'));
  const { headers } = await request(app).get('/');
  const policy = String(headers['content-security-policy'])
    .split(';')
    .map((directive) => directive.split(' '));
  return { headers, policy: Object.fromEntries(policy.map(([name = '', ...values]) => [name, values])) };
}

test('scripts come from our own files only and nobody may frame the page', async () => {
  const { headers, policy } = await headersWith({ secure: false });
  expect(policy).toMatchObject({
    'default-src': ["'self'"],
    'script-src': ["'self'"],
    'script-src-attr': ["'none'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
    'img-src': ["'self'", 'blob:', 'data:'],
  });
  expect(headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
  });
});

test('pictures may also come from the storage’s own origins', async () => {
  const { policy } = await headersWith({ secure: false, storageOrigins: ['https://cdn.example.com'] });
  expect(policy['img-src']).toContain('https://cdn.example.com');
  expect(policy['connect-src']).toContain('https://cdn.example.com');
  expect(policy['script-src']).toEqual(["'self'"]);
});

test('https is insisted on only where people use it', async () => {
  const plain = await headersWith({ secure: false });
  expect(plain.headers['strict-transport-security']).toBeUndefined();
  expect(plain.policy).not.toHaveProperty('upgrade-insecure-requests');
  const secure = await headersWith({ secure: true });
  expect(secure.headers['strict-transport-security']).toBe('max-age=31536000');
  expect(secure.policy).toHaveProperty('upgrade-insecure-requests');
});
