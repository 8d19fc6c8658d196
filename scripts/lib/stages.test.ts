import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { attemptStage, chooseStages, runStages } from './stages.ts';

const stage = (name: string, passed: number, failed: number) => ({
  name,
  run: async () => ({
    passed,
    failures: Array.from({ length: failed }, (_, index) => `\u001b[31m${name} ${index}\u001b[39m`),
  }),
});
let lines: string[] = [];
let exitCode: typeof process.exitCode;

beforeEach(() => {
  lines = [];
  exitCode = process.exitCode;
  vi.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  vi.spyOn(console, 'error').mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => {
  process.exitCode = exitCode;
  vi.restoreAllMocks();
});

/** The last line and the exit code of a run. */
async function outcomeOf(stages: Parameters<typeof runStages>[0]) {
  await runStages(stages);
  const outcome = { line: lines.at(-1), code: process.exitCode };
  process.exitCode = exitCode;
  return outcome;
}

describe('the test run', () => {
  it('closes with one line that adds up all stages', async () => {
    expect(await outcomeOf([stage('a', 2, 0), stage('b', 3, 0)])).toEqual({
      line: '5 passed, 0 failed',
      code: 0,
    });
  });

  it('fails when anything failed', async () => {
    expect(await outcomeOf([stage('a', 2, 1), stage('b', 3, 0)])).toEqual({
      line: '5 passed, 1 failed',
      code: 1,
    });
  });

  it('repeats what failed just before that line, in plain text and not endlessly', async () => {
    const wordy = { name: 'wordy', run: async () => ({ passed: 0, failures: ['x'.repeat(9000)] }) };
    await outcomeOf([stage('a', 2, 2), wordy, stage('b', 1, 0)]);
    expect(lines.slice(-5, -2).map((line) => line.slice(0, 20))).toEqual([
      '\nFAILED a 0',
      '\nFAILED a 1',
      `\nFAILED ${'x'.repeat(12)}`,
    ]);
    expect(lines.at(-3)?.length).toBeLessThan(2000);
  });

  it('counts a stage that broke down and goes on', async () => {
    const broken = { name: 'broken', run: () => Promise.reject(new Error('no browser')) };
    expect(await outcomeOf([broken, stage('b', 3, 0)])).toEqual({ line: '3 passed, 1 failed', code: 1 });
    expect(lines).toContain('broken broke down: no browser');
  });

  it('fails when nothing ran at all', async () => {
    expect(await outcomeOf([])).toEqual({ line: '0 passed, 0 failed', code: 1 });
  });

  it('hands the count of a sound stage through', async () => {
    const { run } = stage('a', 1, 2);
    expect(await attemptStage('a', run)).toEqual(await run());
  });

  it('runs everything unless parts are named', () => {
    expect(chooseStages([]).map(({ name }) => name)).toEqual([
      'types',
      'lint',
      'checks',
      'unit',
      'postgres',
      'drills',
      'browser',
    ]);
    expect(chooseStages(['backend', 'lint']).map(({ name }) => name)).toEqual(['backend', 'lint']);
    expect(() => chooseStages(['bakend'])).toThrow('there is no stage "bakend"; known: types');
  });
});
