import express from 'express';
import pino from 'pino';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { errorHandler } from '../error-handler.ts';
import { DOCUMENTED_ROUTES } from '../openapi/documented-routes.ts';
import { securityHeaders } from '../security-headers.ts';
import { apiDocsRoutes } from './api-docs.ts';

const app = express();
app.use(securityHeaders({ secure: false }));
app.use('/api', apiDocsRoutes(DOCUMENTED_ROUTES));
app.use(errorHandler(pino({ level: 'silent' })));
const http = request(app);

describe('GET /api/openapi.json', () => {
  test('is written in the caller’s language, or the one asked for', async () => {
    const summary = async (lang: string, query = '') => {
      const { body } = await http.get(`/api/openapi.json${query}`).set('Accept-Language', lang).expect(200);
      return body.paths['/api/auth/login'].post.summary;
    };
    expect(await summary('en')).toBe('Sign in');
    expect(await summary('zh-CN')).toBe('登录');
    expect(await summary('en', '?lang=zh-CN')).toBe('登录');
    expect((await http.get('/api/openapi.json?lang=fr').expect(400)).body.code).toBe('request_invalid');
  });
});

describe('GET /api/docs', () => {
  test('every file the page names is served from here with a fitting type', async () => {
    const page = await http
      .get('/api/docs')
      .expect(200)
      .expect('Content-Type', /text\/html/);
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => String(file));
    expect(files).toHaveLength(4);
    const types = { css: 'text/css', js: 'text/javascript', png: 'image/png' };
    for (const file of files) {
      expect(file).toMatch(/^\/api\/docs\//);
      const [, ending] = /\.(css|js|png)$/.exec(file) ?? [];
      const response = await http.get(file).expect(200);
      expect(response.headers['content-type'], file).toContain(types[ending as keyof typeof types]);
    }
  });

  test('the page has no script of its own and its policy allows none', async () => {
    const page = await http.get('/api/docs');
    expect(page.text).not.toMatch(/<script(?![^>]*\bsrc=)/);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("default-src 'none'");
  });

  test.each(['package.json', 'index.html', '..%2fpackage.json', 'swagger-ui.js.map'])(
    'no other file of the reader’s package is served: %s',
    async (file) => {
      expect((await http.get(`/api/docs/${file}`).expect(404)).body.code).toBe('route_not_found');
    },
  );
});
