import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP relay that can go silent: its connections stay open and carry nothing, as behind a dead firewall. */
export class SilentProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #silenced: Set<Socket>;
  readonly #sockets: Set<Socket>;
  #isSilent = false;

  private constructor(server: Server, sockets: Set<Socket>, silenced: Set<Socket>) {
    this.#server = server;
    this.#sockets = sockets;
    this.#silenced = silenced;
    this.port = (server.address() as AddressInfo).port;
  }

  static async open(target: number): Promise<SilentProxy> {
    const sockets = new Set<Socket>();
    const silenced = new Set<Socket>();
    let proxy: SilentProxy | undefined;
    const server = createServer((inside) => {
      const outside = connect(target, '127.0.0.1');
      for (const [from, to] of [
        [inside, outside],
        [outside, inside],
      ] as const) {
        sockets.add(from);
        from.on('data', (chunk) => {
          if (!proxy?.isSilentFor(from)) to.write(chunk);
        });
        from.on('error', () => to.destroy());
        from.on('close', () => {
          sockets.delete(from);
          if (!proxy?.isSilentFor(from)) to.destroy();
        });
      }
      if (proxy?.isSilent) for (const socket of [inside, outside]) silenced.add(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = new SilentProxy(server, sockets, silenced);
    return proxy;
  }

  get isSilent(): boolean {
    return this.#isSilent;
  }

  isSilentFor(socket: Socket): boolean {
    return this.#isSilent || this.#silenced.has(socket);
  }

  /** From now on nothing passes, and nobody is told. */
  fallSilent(): void {
    this.#isSilent = true;
    for (const socket of this.#sockets) this.#silenced.add(socket);
  }

  /** New connections work again; those from before stay silent. */
  serveNewConnections(): void {
    this.#isSilent = false;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }
}
