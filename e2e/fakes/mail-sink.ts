import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

/** A mail server that takes everything and hands nothing on. It may stall: read, and say nothing. */
export class MailSink {
  readonly #recipients: string[] = [];
  readonly #messageIds: string[] = [];
  readonly #held = new Map<string, () => void>();
  #isStalling = false;
  readonly #server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      this.#recipients.push(address);
      done();
    },
    onData: (stream, _session, done) => {
      const keep = (mail: string) => {
        const messageId = /^message-id: (\S+)/im.exec(mail)?.[1] ?? '';
        const take = () => {
          this.#messageIds.push(messageId);
          done();
        };
        if (this.#isStalling) this.#held.set(messageId, take);
        else take();
      };
      // A sender that is killed in the middle of a mail has sent none.
      text(stream).then(keep, done);
    },
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

  /** The Message-ID of each mail that it took, in order. */
  get messageIds(): readonly string[] {
    return this.#messageIds;
  }

  /** Those of mails that it has read and neither taken nor refused. */
  get held(): string[] {
    return [...this.#held.keys()];
  }

  stall(): void {
    this.#isStalling = true;
  }

  /** Takes what it held, whether anybody waits for the answer or not. */
  goOn(): void {
    this.#isStalling = false;
    for (const take of this.#held.values()) take();
    this.#held.clear();
  }

  async stop(): Promise<void> {
    this.goOn();
    await new Promise<void>((resolve) => this.#server.close(resolve));
  }
}
