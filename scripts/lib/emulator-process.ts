import { fork } from 'node:child_process';
import { join } from 'node:path';

export interface EmulatorProcess {
  /** For EMULATOR_URL. */
  readonly url: string;
  stop(): void;
}

/**
 * The emulator in a process of its own on a free port. It stops when this process ends, however that comes about.
 * `onEnd` is called when it ends by itself, which it should not.
 */
export function startEmulatorProcess(
  root: string,
  onEnd: (reason: string) => void,
): Promise<EmulatorProcess> {
  const child = fork(join(root, 'scripts/emulator.ts'), ['--port', '0'], {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [],
  });
  let isStopping = false;
  return new Promise((resolve, reject) => {
    child.once('message', ({ url }: { url: string }) => {
      // From now on a process that wants to end must not wait for the stand-in.
      child.unref();
      child.channel?.unref();
      resolve({
        url,
        stop: () => {
          isStopping = true;
          child.kill('SIGTERM');
        },
      });
    });
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      reject(new Error(`the emulator could not start (${code ?? signal})`));
      if (!isStopping) onEnd(String(code ?? signal));
    });
  });
}
