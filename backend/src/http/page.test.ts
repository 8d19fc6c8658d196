import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import supertest from 'supertest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { servePage } from './page.ts';

let folder: string;
const app = express();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-page-'));
  await writeFile(join(folder, 'index.html'), '<title>the page</title>');
  app.use(servePage(folder));
});
afterAll(() => rm(folder, { recursive: true }));

const open = (address: string) => supertest(app).get(address).set('Accept', 'text/html,*/*;q=0.8');

test.each(['/', '/history', '/tasks/task_1', '/generate', '/generate/elevenlabs-flash-v2.5'])(
  '%s is the page',
  async (address) => {
    const answer = await open(address);
    expect([answer.status, answer.text]).toEqual([200, '<title>the page</title>']);
    expect(answer.headers['cache-control']).toBe('no-cache');
  },
);

test.each(['/assets/gone.js', '/favicon.png', '/generate/x/gone.js'])('%s is no page', async (address) => {
  expect((await open(address)).status).toBe(404);
});
