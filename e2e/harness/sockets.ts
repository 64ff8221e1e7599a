import type {
  Acknowledgement,
  ClientToServer,
  ServerEventData,
  ServerEventName,
  ServerToClient,
} from '@gatehouse/contracts/realtime';
import { io, type Socket } from 'socket.io-client';

/** A client of the realtime namespace, as socket.io-client is anywhere. */
export class TestSocket {
  /** Why the server refused the last connection. */
  refusal: string | undefined;
  private readonly received: { event: string; data: unknown }[] = [];

  private constructor(readonly socket: Socket<ServerToClient, ClientToServer>) {
    socket.onAny((event: string, data: unknown) => this.received.push({ event, data }));
    socket.on('connect_error', ({ message }) => (this.refusal = message));
  }

  /** Connects, or is refused, and stays as it is then. */
  static async open(
    url: string,
    token: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<TestSocket> {
    const socket: Socket<ServerToClient, ClientToServer> = io(`${url}/realtime`, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      auth: { token },
      extraHeaders: { ...headers },
    });
    const opened = new TestSocket(socket);
    await new Promise<void>((resolve) => {
      socket.once('connect', resolve);
      socket.once('connect_error', () => resolve());
    });
    return opened;
  }

  get connected(): boolean {
    return this.socket.connected;
  }

  /** Sends an event, known to the contract or not, and waits for its acknowledgement. */
  async send(event: string, data?: unknown): Promise<Acknowledgement<unknown>> {
    const untyped = this.socket as unknown as Socket;
    return untyped.timeout(5_000).emitWithAck(event, data) as Promise<Acknowledgement<unknown>>;
  }

  /** What came of one event, in order. */
  of<E extends ServerEventName>(event: E): ServerEventData<E>[] {
    return this.received
      .filter((received) => received.event === event)
      .map(({ data }) => data as ServerEventData<E>);
  }

  close(): void {
    this.socket.close();
  }
}
