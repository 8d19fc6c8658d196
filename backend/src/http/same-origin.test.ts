import express from 'express';
import pino from 'pino';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { errorHandler } from './error-handler.ts';
import { sameOrigin } from './same-origin.ts';

const app = express();
app.use(sameOrigin({ trustedOrigins: ['https://studio.example.com'] }));
app.all('/thing', (_request, response) => void response.status(204).end());
app.use(errorHandler(pino({ level: 'silent' })));

const HOST = 'atelier.test:3000';
const COOKIE = { Cookie: 'atelier_access=x' };

function send(method: 'post' | 'put' | 'delete' | 'get', headers: Record<string, string>) {
  return request(app)
    [method]('/thing')
    .set({ Host: HOST, ...headers });
}

describe('changes with a cookie', () => {
  test.each([
    ['our own origin', { Origin: 'http://atelier.test:3000', 'Sec-Fetch-Site': 'same-origin' }],
    ['our own origin, from a browser without fetch metadata', { Origin: 'http://atelier.test:3000' }],
    ['our own origin behind a proxy that ends TLS', { Origin: 'https://atelier.test:3000' }],
    ['a configured origin', { Origin: 'https://studio.example.com', 'Sec-Fetch-Site': 'same-site' }],
    ['our own page, without Origin', { 'Sec-Fetch-Site': 'same-origin' }],
    ['the user’s own hand', { 'Sec-Fetch-Site': 'none' }],
  ])('are let in from %s', async (_from, headers) => {
    for (const method of ['post', 'put', 'delete'] as const)
      await send(method, { ...COOKIE, ...headers }).expect(204);
  });

  test.each([
    ['another site', { Origin: 'https://evil.example' }],
    [
      'another site that claims to be us',
      { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' },
    ],
    ['another site, told by fetch metadata alone', { 'Sec-Fetch-Site': 'cross-site' }],
    ['a neighbouring subdomain', { Origin: 'http://other.atelier.test:3000', 'Sec-Fetch-Site': 'same-site' }],
    ['a neighbouring subdomain, without Origin', { 'Sec-Fetch-Site': 'same-site' }],
    ['another port of this host', { Origin: 'http://atelier.test:4000' }],
    ['an origin that hides itself', { Origin: 'null' }],
    ['an origin that only begins like ours', { Origin: 'http://atelier.test:3000.evil.example' }],
    ['a configured host over http', { Origin: 'http://studio.example.com' }],
    ['nowhere', {}],
  ])('are refused from %s', async (_from, headers) => {
    const response = await send('post', { ...COOKIE, ...headers }).expect(403);
    expect(response.body).toMatchObject({ success: false, code: 'origin_refused' });
  });
});

describe('what other sites cannot abuse', () => {
  test('a bearer token is let in from anywhere', async () => {
    await send('post', { Authorization: 'Bearer abc.def.ghi', Origin: 'https://evil.example' }).expect(204);
  });

  test('another scheme of authorization is no bearer token', async () => {
    await send('post', { ...COOKIE, Authorization: 'Basic eDp5', Origin: 'https://evil.example' }).expect(
      403,
    );
  });

  test('reading is let in from anywhere', async () => {
    await send('get', { ...COOKIE, Origin: 'https://evil.example' }).expect(204);
  });

  test('an API client without cookies needs no Origin', async () => {
    await send('post', {}).expect(204);
  });

  test('but another site cannot sign a browser in without cookies either', async () => {
    await send('post', { Origin: 'https://evil.example' }).expect(403);
  });
});
