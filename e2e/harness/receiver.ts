import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that a receiver of webhooks got. */
export interface ReceivedWebhook {
  readonly headers: Record<string, string>;
  readonly body: string;
  readonly at: number;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

const accept: Answer = (_request, response) => void response.writeHead(204).end();

/** A foreign server that webhooks are sent to. */
export class Receiver {
  readonly received: ReceivedWebhook[] = [];
  /** What it does with a request, once it was read. */
  answer: Answer = accept;
  readonly #server = createServer((request, response) => void this.#take(request, response));
  #port = 0;

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await receiver.open();
    return receiver;
  }

  /** Listens again where it listened before. */
  async open(): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1');
    await once(this.#server, 'listening');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hook`;
  }

  /** The request that came at this place. @throws an Error when it did not come. */
  get(index: number): ReceivedWebhook {
    const request = this.received[index];
    if (!request) throw new Error(`request ${index} did not come`);
    return request;
  }

  /** The JSON bodies, as they came. */
  get bodies(): Record<string, unknown>[] {
    return this.received.map(({ body }) => JSON.parse(body));
  }

  /** Answers with one status, and what else is said. */
  answerWith(status: number, headers: Record<string, string> = {}, body = ''): void {
    this.answer = (_request, response) => void response.writeHead(status, headers).end(body);
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const headers = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
    );
    this.received.push({ headers, body, at: performance.now() });
    this.answer(request, response);
  }
}
