import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A mail server that takes everything and hands nothing on. */
export class MailSink {
  readonly #recipients: string[] = [];
  readonly #server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      this.#recipients.push(address);
      done();
    },
    onData: (stream, _session, done) => void stream.on('end', done).resume(),
  });

  static async start(): Promise<MailSink> {
    const sink = new MailSink();
    sink.#server.on('error', () => {});
    sink.#server.listen(0, '127.0.0.1');
    await once(sink.#server.server, 'listening');
    return sink;
  }

  get url(): string {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
    const { port } = this.#server.server.address() as AddressInfo;
    return `smtp://127.0.0.1:${port}`;
  }

  /** Mails to somebody that came. */
  countTo(recipient: string): number {
    return this.#recipients.filter((address) => address === recipient).length;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }
}
