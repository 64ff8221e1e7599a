import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A message as Twilio got it. */
export interface SentMessage {
  readonly to: string;
  readonly from: string;
  readonly body: string;
}

const sid = 'AC00000000000000000000000000000000';
const authToken = 'fake-auth-token';
const account = `/2010-04-01/Accounts/${sid}`;
const path = `${account}/Messages.json`;

/** Speaks as Twilio's Messages resource does, and keeps what it was asked to send. */
export class FakeTwilio {
  readonly messages: SentMessage[] = [];
  /** What the next messages are answered with, instead of being taken. */
  failure: number | undefined;
  /** What became of every message, when it is asked. */
  fate: { status: string; error_code?: number; error_message?: string } = { status: 'sent' };
  private readonly server = createServer(
    (request, response) => void this.answer(request, response),
  );

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  async stop(): Promise<void> {
    this.server.close();
    await once(this.server, 'close');
  }

  /** Settings that make Gatehouse use it. */
  get environment(): Record<string, string> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
    const { port } = this.server.address() as AddressInfo;
    return {
      TWILIO_ACCOUNT_SID: sid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_FROM: '+15005550006',
      TWILIO_BASE_URL: `http://127.0.0.1:${port}`,
    };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const [status, body] = this.take(
      request,
      new URLSearchParams(Buffer.concat(chunks).toString()),
    );
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  }

  private take(request: IncomingMessage, form: URLSearchParams): [number, object] {
    const credentials = `Basic ${Buffer.from(`${sid}:${authToken}`).toString('base64')}`;
    const isForm = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded');
    if (request.headers.authorization !== credentials) return [401, refusal(20_003, 401)];
    if (request.method === 'GET' && request.url === `${account}.json`)
      return [200, { sid, status: 'active', type: 'Full' }];
    const [, asked] = /\/Messages\/(SM\d+)\.json$/.exec(request.url ?? '') ?? [];
    if (request.method === 'GET' && asked) return [200, { sid: asked, ...this.fate }];
    if (request.method !== 'POST' || request.url !== path) return [404, refusal(20_404, 404)];
    const to = form.get('To');
    const from = form.get('From') ?? form.get('MessagingServiceSid');
    const body = form.get('Body');
    if (isForm !== true || !to || !from || !body) return [400, refusal(21_604, 400)];
    if (this.failure !== undefined) return [this.failure, refusal(20_429, this.failure)];
    this.messages.push({ to, from, body });
    return [201, { sid: `SM${this.messages.length}`, status: 'queued', to, from, body }];
  }
}

const refusal = (code: number, status: number) => ({
  code,
  status,
  message: 'refused',
  more_info: `https://www.twilio.com/docs/errors/${code}`,
});
