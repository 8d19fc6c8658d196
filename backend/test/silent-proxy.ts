import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/**
 * A TCP proxy whose lines can go silent: bytes vanish in both directions, but nobody is told that the line is dead.
 * That is what a lost network or a machine that was switched off looks like from the other end.
 */
export interface SilentProxy {
  readonly port: number;
  /** Lines made so far. */
  readonly lines: () => number;
  /** Kills the open lines without a word. New ones work. */
  silence(): void;
  /** While set, new lines are taken but go nowhere. */
  swallowNew(isOn: boolean): void;
}

export async function startSilentProxy(targetPort: number): Promise<SilentProxy> {
  const open = new Set<{ isSilent: boolean }>();
  const sockets = new Set<Socket>();
  let [lines, isSwallowing] = [0, false];
  const server = createServer((near) => {
    lines += 1;
    const line = { isSilent: isSwallowing };
    const far = connect(targetPort, '127.0.0.1');
    open.add(line);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.on('data', (bytes) => {
        if (!line.isSilent) to.write(bytes);
      });
      from.on('close', () => {
        sockets.delete(from);
        if (!line.isSilent) to.destroy();
      });
      from.on('error', () => from.destroy());
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    port: (server.address() as AddressInfo).port,
    lines: () => lines,
    silence: () => {
      for (const line of open) line.isSilent = true;
      open.clear();
    },
    swallowNew: (isOn) => {
      isSwallowing = isOn;
    },
  };
}
