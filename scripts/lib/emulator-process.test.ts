import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { startEmulatorProcess } from './emulator-process.ts';
import { ROOT } from './paths.ts';

const isUp = async (url: string): Promise<boolean> =>
  (await fetch(`${url}/_emulator`).catch(() => undefined))?.ok ?? false;

async function gone(url: string): Promise<boolean> {
  for (let tries = 0; tries < 100 && (await isUp(url)); tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return !(await isUp(url));
}

it('starts on a free port, answers for the vendors, and stops when told', async () => {
  const ends: string[] = [];
  const emulator = await startEmulatorProcess(ROOT, (reason) => ends.push(reason));
  const answer = await (await fetch(`${emulator.url}/_emulator`)).json();
  expect(answer).toMatchObject({ emulated: true, vendors: expect.arrayContaining(['replicate']) });
  emulator.stop();
  expect(await gone(emulator.url)).toBe(true);
  expect(ends).toEqual([]);
});

it('ends with the process that started it, even if that one is killed', async () => {
  const program = `
    const { startEmulatorProcess } = await import(${JSON.stringify(new URL('./emulator-process.ts', import.meta.url).href)});
    console.log((await startEmulatorProcess(${JSON.stringify(ROOT)}, () => undefined)).url);
    setInterval(() => undefined, 1000);
  `;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(owner.stdout, 'data');
  const url = String(line).trim();
  expect(await isUp(url)).toBe(true);
  owner.kill('SIGKILL');
  expect(await gone(url)).toBe(true);
});
