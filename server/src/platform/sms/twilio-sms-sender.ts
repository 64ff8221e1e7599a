import { z } from 'zod';
import { AppError } from '../../kernel/error.js';
import { Logger } from '../telemetry/logger.js';
import { Metrics } from '../telemetry/metrics.js';
import {
  type SentText,
  SmsSender,
  type TextMessage,
  TextRefusal,
  type TextStatus,
} from './sms-sender.js';
import { askTwilio, type TwilioAccount } from './twilio-account.js';

const message = z.object({
  sid: z.string(),
  status: z.string(),
  error_code: z.number().nullish(),
  error_message: z.string().nullish(),
});
const unknown: z.output<typeof message> = { sid: '', status: 'unknown' };
const refusal = z.object({ code: z.number(), message: z.string() });

/** Errors that lie in the number: it is invalid, a landline, unknown, or its owner wants no messages. */
const hopeless = new Set([21_211, 21_214, 21_217, 21_610, 21_614, 30_005, 30_006]);

/** Not on its way any more, and never arrived. */
const over = new Set(['undelivered', 'failed', 'canceled']);

/** Sends by Twilio's Messages resource (API version 2010-04-01). */
export class TwilioSmsSender extends SmsSender {
  readonly available = true;
  private readonly count: (values: { outcome: 'sent' | 'failed' }) => void;

  constructor(
    private readonly account: TwilioAccount,
    private readonly logger: Logger,
    metrics: Metrics,
  ) {
    super();
    this.count = metrics.counter('sms_total', 'Tries to send a text message', ['outcome']);
  }

  async send({ to, text }: TextMessage): Promise<SentText> {
    const body = new URLSearchParams({ To: to, ...this.account.sender, Body: text });
    try {
      const sent = message.safeParse(await this.ask('/Messages.json', { method: 'POST', body }));
      this.count({ outcome: 'sent' });
      return { reference: sent.data?.sid ?? null };
    } catch (error) {
      this.count({ outcome: 'failed' });
      throw error;
    }
  }

  async statusOf(reference: string): Promise<TextStatus> {
    const path = `/Messages/${encodeURIComponent(reference)}.json`;
    const found = message.safeParse(await this.ask(path, { method: 'GET' }));
    const { status, error_code: code, error_message: said } = found.data ?? unknown;
    const words = [status, code, said].filter(Boolean).join(' ');
    if (status === 'delivered' || status === 'read') return { state: 'delivered', words };
    if (!over.has(status)) return { state: 'sent', words };
    return { state: hopeless.has(code ?? 0) ? 'bounced' : 'failed', words };
  }

  private async ask(path: string, init: RequestInit): Promise<unknown> {
    let cause = new TextRefusal('the provider cannot be reached', false);
    try {
      const response = await askTwilio(this.account, path, init);
      const answer: unknown = await response.json().catch(() => null);
      if (response.ok) return answer;
      this.logger.warn('A text message was refused', { status: response.status });
      cause = refusalOf(response.status, answer);
    } catch (error) {
      this.logger.warn('A text message could not be sent', { error });
    }
    throw new AppError('message_not_sent', { cause });
  }
}

/** The provider's words without the number, which it repeats. */
function refusalOf(status: number, answer: unknown): TextRefusal {
  const said = refusal.safeParse(answer).data;
  if (!said) return new TextRefusal(`HTTP ${status}`, false);
  const words = said.message.replace(/\+?\d{6,}/g, '[number]').slice(0, 300);
  return new TextRefusal(`${said.code} ${words}`, hopeless.has(said.code));
}
