import { createRequire } from 'node:module';
import { Injectable } from '@nestjs/common';
import type { Transporter } from 'nodemailer';
import { seconds } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import { Metrics } from '../telemetry/metrics.js';
import { hasEnhancedCode, tellsOfNoAddress } from './refusals/bad-address.js';
import type { OutgoingMail } from './mail-outbox.js';

const require = createRequire(import.meta.url);

/** Loaded where there is a mail server to reach. */
const nodemailer = () => require('nodemailer') as typeof import('nodemailer');

/** How long the mail server may stay silent, at each step. */
const timeouts = {
  connectionTimeout: seconds(10),
  greetingTimeout: seconds(10),
  socketTimeout: seconds(15),
};

/** Hands mails to the mail server of `SMTP_URL`. */
@Injectable()
export class SmtpTransport {
  /** Longest a try may take in all, in milliseconds: a server may also be slow without a pause. */
  readonly timeLimit: number = seconds(20);
  private readonly transport: Transporter | undefined;
  private readonly count: (values: { outcome: 'sent' | 'failed' }) => void;

  constructor(
    private readonly config: Config,
    metrics: Metrics,
  ) {
    if (config.SMTP_URL !== undefined)
      this.transport = nodemailer().createTransport({ url: config.SMTP_URL, ...timeouts });
    this.count = metrics.counter('mails_total', 'Tries to send a mail', ['outcome']);
  }

  /** Whether there is a mail server. */
  get isSet(): boolean {
    return this.transport !== undefined;
  }

  /** Settles when the server greets us and lets us in, or throws what it said; sends nothing. */
  async verify(): Promise<void> {
    await this.transport?.verify();
  }

  /**
   * Settles when the server has taken the mail, or throws what it said.
   * @returns what the server answered.
   * @param id makes the Message-ID, the same at every try, by which a mail that came twice is known.
   */
  async send(id: string, mail: OutgoingMail): Promise<string> {
    const { to, subject, text, html, headers } = mail;
    const from = this.config.GATEHOUSE_MAIL_FROM;
    const messageId = `<${id}@${new URL(this.config.publicUrl).hostname}>`;
    const signal = AbortSignal.timeout(this.timeLimit);
    try {
      const message = { from, to, subject, text, html, headers, messageId, signal };
      const sent = (await this.transport?.sendMail(message)) as { response?: string } | undefined;
      this.count({ outcome: 'sent' });
      return sent?.response ?? '';
    } catch (error) {
      this.count({ outcome: 'failed' });
      throw error;
    }
  }
}

interface SmtpError {
  readonly code?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

/**
 * Whether no try can succeed: there is no such address. Some servers say so after the whole mail
 * only; a bare code means the address as an answer to it alone.
 */
export function isHopeless(thrown: unknown): boolean {
  const { command, response = '' } = (thrown ?? {}) as SmtpError;
  return (command === 'RCPT TO' || hasEnhancedCode(response)) && tellsOfNoAddress(response);
}

const awayCodes = new Set([
  'ECONNECTION',
  'ETIMEDOUT',
  'ESOCKET',
  'EDNS',
  'ETLS',
  'EABORT',
  'EAUTH',
]);

/** Whether the server said nothing of this mail: it is away, stalls or lets nobody in. */
export function isServerAway(thrown: unknown): boolean {
  const { code, responseCode } = (thrown ?? {}) as SmtpError;
  return responseCode === 421 || awayCodes.has(code ?? '');
}
