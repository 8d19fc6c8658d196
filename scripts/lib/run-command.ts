import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:os';

export interface CommandResult {
  /** 0 when it went well; 128 plus the signal's number when it was ended by one. */
  readonly exitCode: number;
  /** What it printed, both streams in order; empty when the output went straight to the terminal. */
  readonly output: string;
}

export interface CommandOptions {
  readonly cwd?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** `live` shows the output as it comes; `quiet` keeps it for the result. */
  readonly mode: 'live' | 'quiet';
}

const running = new Set<ChildProcess>();

/** Ends what `runCommand` started when this process is told to stop, then stops too. Call once per program. */
export function stopChildrenOnSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      const exit = (): never => process.exit(128 + constants.signals[signal]);
      for (const child of running) {
        child.once('exit', () => running.size === 0 && exit());
        child.kill(signal);
      }
      if (running.size === 0) exit();
    });
  }
}

/** Runs a program without a shell. Rejects only when it cannot be started at all. */
export function runCommand(
  file: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<CommandResult> {
  return new Promise((resolve, reject) => {
    const output: Buffer[] = [];
    const child = spawn(file, [...args], {
      cwd: options.cwd,
      env: options.environment ?? process.env,
      stdio: options.mode === 'live' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    child.stdout?.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk));
    child.on('error', (error) => {
      running.delete(child);
      reject(error);
    });
    child.on('close', (code, signal) => {
      running.delete(child);
      const exitCode = code ?? (signal ? 128 + constants.signals[signal] : 1);
      resolve({ exitCode, output: Buffer.concat(output).toString('utf8') });
    });
  });
}
