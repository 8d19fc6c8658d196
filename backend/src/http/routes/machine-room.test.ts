import express from 'express';
import { sql } from 'kysely';
import pino from 'pino';
import request from 'supertest';
import { describe, expect, test } from 'vitest';
import { MovingClock } from '../../../test/moving-clock.ts';
import { openTestDatabase } from '../../../test/test-database.ts';
import { AppError } from '../../lib/app-error.ts';
import { errorHandler } from '../error-handler.ts';
import { createMetricsRegistry, measureRequests } from '../http-metrics.ts';
import { DOCUMENTED_ROUTES } from '../openapi/documented-routes.ts';
import { type ReadinessParts, readiness } from '../readiness.ts';
import { type MachineRoomParts, machineRoomRoutes } from './machine-room.ts';

async function openMachineRoom(options: Partial<MachineRoomParts & ReadinessParts> = {}) {
  const logger = pino({ level: 'silent' });
  const clock = new MovingClock();
  const database = await openTestDatabase();
  const metrics = createMetricsRegistry();
  const stopping = new AbortController();
  const fine = async (): Promise<void> => undefined;
  const app = express();
  app.use(measureRequests(metrics, DOCUMENTED_ROUTES));
  app.use(
    machineRoomRoutes({
      findFailing: readiness({
        checkDatabase: async () => void (await sql`select 1`.execute(database.read)),
        checkStorage: fine,
        checkEngine: fine,
        stopping: stopping.signal,
        clock,
        logger,
        ...options,
      }),
      metrics,
      ...options,
    }),
  );
  app.get('/api/tasks/:id', () => {
    throw new AppError('not_found');
  });
  app.use(errorHandler(logger));
  return { http: request(app), database, clock, stopping };
}

describe('GET /healthz', () => {
  test('answers as long as the process lives, also when nothing else works', async () => {
    const { http } = await openMachineRoom({ checkStorage: () => Promise.reject(new Error('gone')) });
    const { body } = await http.get('/healthz').expect(200);
    expect(body.data.uptimeSeconds).toBeGreaterThanOrEqual(0);
  });
});

describe('GET /readyz', () => {
  test('is ready when everything is', async () => {
    const { http } = await openMachineRoom();
    expect((await http.get('/readyz').expect(200)).body.data).toEqual({ ready: true });
  });

  test('names every failing part and keeps the reasons to itself', async () => {
    const { http } = await openMachineRoom({
      checkStorage: () => Promise.reject(new Error('bucket my-secret-bucket is gone')),
      checkEngine: () => Promise.reject(new Error('stuck')),
    });
    const response = await http.get('/readyz').expect(503);
    expect(response.body).toMatchObject({
      success: false,
      code: 'server_busy',
      details: { failing: 'storage, engine' },
    });
    expect(JSON.stringify(response.body)).not.toContain('bucket');
    expect(response.headers['retry-after']).toBe('2');
  });

  test('is not ready without its database', async () => {
    const { http, database } = await openMachineRoom();
    await http.get('/readyz').expect(200);
    await database.read.destroy();
    expect((await http.get('/readyz').expect(503)).body.details.failing).toBe('database');
  });

  test('turns away new work as soon as the server stops', async () => {
    const { http, stopping } = await openMachineRoom();
    await http.get('/readyz').expect(200);
    stopping.abort();
    expect((await http.get('/readyz').expect(503)).body.details.failing).toBe('stopping');
  });

  test('looks at the storage at most every 15 seconds, however often it is asked', async () => {
    let looks = 0;
    let isBroken = false;
    const { http, clock } = await openMachineRoom({
      checkStorage: async () => {
        looks += 1;
        if (isBroken) throw new Error('gone');
      },
    });
    for (let call = 0; call < 5; call += 1) await http.get('/readyz').expect(200);
    expect(looks).toBe(1);
    isBroken = true;
    clock.advance(15_000);
    await http.get('/readyz').expect(503);
    await http.get('/readyz').expect(503);
    expect(looks).toBe(2);
    isBroken = false;
    clock.advance(15_000);
    await http.get('/readyz').expect(200);
  });
});

describe('GET /metrics', () => {
  test('tells this machine, but neither strangers nor a proxy on this machine', async () => {
    const { http } = await openMachineRoom();
    const { text } = await http.get('/metrics').expect(200);
    expect(text).toContain('process_cpu_seconds_total');
    const forwarded = await http.get('/metrics').set('X-Forwarded-For', '203.0.113.9').expect(404);
    expect(forwarded.body.code).toBe('route_not_found');
  });

  test('with a token, only who has it may read', async () => {
    const { http } = await openMachineRoom({ metricsToken: 'a-token-of-sixteen' });
    expect((await http.get('/metrics').expect(401)).body.code).toBe('sign_in_required');
    const wrong = await http.get('/metrics').set('Authorization', 'Bearer a-token-of-sixteeN').expect(401);
    expect(wrong.body.code).toBe('token_invalid');
    await http.get('/metrics').set('Authorization', 'Bearer a-token-of-sixteen').expect(200);
  });

  test('counts answers by route template, however many addresses are tried', async () => {
    const { http } = await openMachineRoom();
    for (let index = 0; index < 5; index += 1) {
      await http.get(`/api/tasks/task_${index}?x=${index}`).expect(404);
      await http.get(`/made-up/${index}`).expect(404);
    }
    const { text } = await http.get('/metrics');
    const counts = text.split('\n').filter((line) => line.startsWith('http_request_duration_seconds_count'));
    expect(counts).toEqual([
      'http_request_duration_seconds_count{method="GET",route="/api/tasks/{id}",status="404"} 5',
      'http_request_duration_seconds_count{method="other",route="other",status="404"} 5',
    ]);
  });
});
