import { expect, test } from 'vitest';
import { SteadyClock, systemClock } from './clock.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.parse('2026-03-01T08:00:00.000Z');

/** A machine whose times a test moves; its time since the start has a coarse face, as some systems' has. */
function machine({ bootStepMs = 10 } = {}) {
  const times = { wall: START_MS, steady: 5000.25, boot: 90_000 };
  const runs = (ms: number): void => {
    for (const name of ['wall', 'steady', 'boot'] as const) times[name] += ms;
  };
  const holdUps: number[] = [];
  /** Looks at a time, and is held up then if that is planned. */
  const look = (ms: number): number => {
    runs(holdUps.shift() ?? 0);
    return ms;
  };
  const clock = new SteadyClock({
    wall: () => look(times.wall),
    steady: () => look(times.steady),
    boot: () => look(Math.floor(times.boot / bootStepMs) * bootStepMs),
  });
  return {
    passed: () => clock.now().getTime() - START_MS,
    runs,
    isHeldUp: (...ms: number[]) => void holdUps.push(...ms),
    sleeps: (ms: number) => {
      times.wall += ms;
      times.boot += ms;
    },
    sets: (ms: number) => {
      times.wall += ms;
    },
  };
}

test('time passes as it does, and a night of sleep has passed, too', () => {
  const { passed, runs, sleeps } = machine();
  expect(passed()).toBe(0);
  runs(1500);
  expect(passed()).toBe(1500);
  sleeps(8 * HOUR_MS);
  expect(passed()).toBe(8 * HOUR_MS + 1500);
  runs(10);
  expect(passed()).toBe(8 * HOUR_MS + 1510);
});

test('a clock that is set forward and back moves nothing', () => {
  const { passed, runs, sets } = machine();
  for (const ms of [2 * HOUR_MS, -4 * HOUR_MS, 2 * HOUR_MS]) {
    sets(ms);
    expect(passed()).toBe(0);
  }
  runs(100);
  expect(passed()).toBe(100);
});

test('a clock that was set is still told from a sleep, and sleeps are counted once each', () => {
  const { passed, runs, sets, sleeps } = machine();
  sets(-HOUR_MS);
  expect(passed()).toBe(0);
  sleeps(HOUR_MS);
  expect(passed()).toBe(HOUR_MS);
  sets(HOUR_MS);
  sleeps(HOUR_MS);
  runs(10);
  expect(passed()).toBe(2 * HOUR_MS + 10);
  expect(passed()).toBe(2 * HOUR_MS + 10);
});

test('a process that is held up between two looks has not slept', () => {
  for (const holdUps of [[5000], [0, 5000], [5000, 5000, 5000, 5000], [5000, 0, 5000], [0, 0, 5000, 5000]]) {
    const { passed, runs, sets, isHeldUp } = machine();
    sets(HOUR_MS);
    isHeldUp(...holdUps);
    passed();
    const heldUpMs = holdUps.reduce((sum, ms) => sum + ms, 0);
    for (let turn = 0; turn < 3; turn += 1) expect(passed()).toBe(heldUpMs);
    runs(100);
    expect(passed()).toBe(heldUpMs + 100);
  }
});

test('where the time since the start comes in whole seconds, now still never goes back and short sleeps add up', () => {
  const { passed, runs, sets, sleeps } = machine({ bootStepMs: 1000 });
  let [last, slept] = [0, 0];
  for (let turn = 0; turn < 200; turn += 1) {
    runs(137);
    if (turn % 3 === 0) sets(turn % 2 === 0 ? 5000 : -5000);
    if (turn % 5 === 0) {
      sleeps(1300);
      slept += 1300;
    }
    const now = passed();
    expect(now).toBeGreaterThanOrEqual(last);
    last = now;
  }
  const real = 200 * 137 + slept;
  expect(Math.abs(last - real)).toBeLessThan(4000);
});

test('the clock of this machine agrees with its time of day', () => {
  expect(Math.abs(systemClock.now().getTime() - Date.now())).toBeLessThan(2000);
});
