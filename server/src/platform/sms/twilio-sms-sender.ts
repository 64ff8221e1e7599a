import { seconds } from '../../kernel/clock.js';
import { AppError } from '../../kernel/error.js';
import { Logger } from '../telemetry/logger.js';
import { SmsSender, type TextMessage } from './sms-sender.js';

/** An account at Twilio. */
export interface TwilioAccount {
  readonly sid: string;
  readonly authToken: string;
  readonly from: string;
  readonly baseUrl: string;
}

const patience = seconds(10);

/** Sends by Twilio's Messages resource (API version 2010-04-01). */
export class TwilioSmsSender extends SmsSender {
  readonly available = true;

  constructor(
    private readonly account: TwilioAccount,
    private readonly logger: Logger,
  ) {
    super();
  }

  async send({ to, text }: TextMessage): Promise<void> {
    const { sid, authToken, from, baseUrl } = this.account;
    const address = `${baseUrl.replace(/\/+$/, '')}/2010-04-01/Accounts/${encodeURIComponent(sid)}/Messages.json`;
    const credentials = Buffer.from(`${sid}:${authToken}`).toString('base64');
    try {
      const response = await fetch(address, {
        method: 'POST',
        headers: { authorization: `Basic ${credentials}` },
        body: new URLSearchParams({ To: to, From: from, Body: text }),
        redirect: 'error',
        signal: AbortSignal.timeout(patience),
      });
      await response.body?.cancel();
      if (response.ok) return;
      this.logger.warn('A text message was refused', { status: response.status });
    } catch (error) {
      this.logger.warn('A text message could not be sent', { error });
    }
    throw new AppError('message_not_sent');
  }
}
