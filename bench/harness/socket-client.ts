import { once } from 'node:events';
import { realtimeNamespace, realtimePath } from '@gatehouse/contracts/realtime';

/**
 * A client of Socket.IO's protocol that holds as little as possible, so that ten thousand fit in a
 * process: it connects to the namespace, answers pings, and sees what events come.
 */
export class SocketClient {
  /** Called with each event's packet, such as `["name",{...}]`. */
  onEvent: (packet: string) => void = () => {};
  private admitted: () => void = () => {};
  private refused: (error: Error) => void = () => {};

  private readonly socket: WebSocket;

  private constructor(socket: WebSocket, token: string) {
    this.socket = socket;
    socket.addEventListener('message', ({ data }) => this.receive(String(data), token));
    socket.addEventListener('error', () => this.refused(new Error('the socket failed')));
    socket.addEventListener('close', () => this.refused(new Error('the socket was closed')));
  }

  /** @throws an Error when the server refuses the token. */
  static async open(url: string, token: string): Promise<SocketClient> {
    const address = `${url.replace(/^http/, 'ws')}${realtimePath}?EIO=4&transport=websocket`;
    const client = new SocketClient(new WebSocket(address), token);
    await new Promise<void>((resolve, reject) => {
      client.admitted = resolve;
      client.refused = reject;
    });
    return client;
  }

  /** Sends an event that has no data. */
  send(event: string): void {
    this.socket.send(`42${realtimeNamespace},${JSON.stringify([event])}`);
  }

  async close(): Promise<void> {
    const closed = once(this.socket, 'close');
    this.socket.close();
    await closed;
  }

  /** Packets of Engine.IO protocol 4 and Socket.IO protocol 5. */
  private receive(packet: string, token: string): void {
    if (packet.startsWith('0')) this.socket.send(inNamespace('40') + JSON.stringify({ token }));
    else if (packet === '2') this.socket.send('3');
    else if (packet.startsWith(inNamespace('40'))) this.admitted();
    else if (packet.startsWith(inNamespace('44'))) this.refused(new Error(packet));
    else if (packet.startsWith(inNamespace('42')))
      this.onEvent(packet.slice(inNamespace('42').length));
  }
}

/** How a packet of a type begins that belongs to the namespace. */
const inNamespace = (type: string): string => `${type}${realtimeNamespace},`;
